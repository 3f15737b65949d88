package dev.postern.kafka.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.kafka.ConnectWorker;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.sink.SmtpSinkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Claims of several tasks, with a real broker. */
@Timeout(120)
@ExtendWith(ConnectWorker.class)
class TopicClaimsTest {
    private static Claims open(String topic) {
        SmtpSinkConfig config = new SmtpSinkConfig(Map.of(
                "idempotency.topic",
                topic,
                "idempotency.window.ms",
                "3600000",
                "kafka.bootstrap.servers",
                ConnectWorker.cluster().kafka().bootstrapServers()));
        return new IdempotencyConfig(config, new BrokerConfig(config)).open("claims");
    }

    private static IdempotencyKey key(int number) {
        return IdempotencyKey.of(KeySource.HEADER, "order-" + number);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static String place(Optional<Claim> claim) {
        return claim.map(Claim::record).orElse("none");
    }

    @Test
    void ofTwoClaimsAtTheSameTimeTheFirstInTheLogCountsForBoth() throws Exception {
        int keys = 1_000;
        List<CompletableFuture<Optional<Claim>>> left = new ArrayList<>();
        List<CompletableFuture<Optional<Claim>>> right = new ArrayList<>();
        try (Claims one = open("raced");
                Claims other = open("raced")) {
            for (int i = 0; i < keys; i++) {
                left.add(one.claim(key(i), "left-0@" + i));
                right.add(other.claim(key(i), "right-0@" + i));
            }
            for (int i = 0; i < keys; i++) {
                boolean isLeft = get(left.get(i)).isEmpty();
                assertEquals(isLeft ? "none" : "right-0@" + i, place(get(left.get(i))));
                assertEquals(isLeft ? "left-0@" + i : "none", place(get(right.get(i))));
            }
            assertNull(one.failure());
        }
    }

    @Test
    void aTaskThatComesLaterKnowsWhatWasClaimedAndByWhom() throws Exception {
        try (Claims before = open("inherited")) {
            assertEquals("none", place(get(before.claim(key(1), "orders-0@5"))));
        }
        try (Claims later = open("inherited")) {
            assertEquals("none", place(get(later.claim(key(1), "orders-0@5"))));
            assertEquals("orders-0@5", place(get(later.claim(key(1), "orders-0@6"))));
            assertEquals("none", place(get(later.claim(key(2), "orders-0@7"))));
        }
    }

    @Test
    void aClaimThatIsMadeAgainBeforeItIsDecidedIsTheSame() throws Exception {
        try (Claims claims = open("hasty")) {
            CompletableFuture<Optional<Claim>> first = claims.claim(key(1), "orders-0@5");
            CompletableFuture<Optional<Claim>> again = claims.claim(key(1), "orders-0@5");
            assertEquals("none", place(get(first)));
            assertEquals("none", place(get(again)));
        }
    }

    @Test
    void whatIsNoClaimIsPassedOver() throws Exception {
        ConnectWorker.cluster().kafka().createTopic("littered", 1);
        ConnectWorker.cluster().kafka().produce("littered", "order-1", "orders-0@4");
        ConnectWorker.cluster().kafka().produce("littered", key(1).toString(), "x".repeat(100_000));
        ConnectWorker.cluster().kafka().produce("littered", key(1).toString(), null);
        try (Claims claims = open("littered")) {
            ConnectWorker.cluster().kafka().produce("littered", "no key", "orders-0@4");
            assertEquals("none", place(get(claims.claim(key(1), "orders-0@5"))));
        }
    }
}
