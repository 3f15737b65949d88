package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.testkit.FreePort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReachabilityTest {
    private static final MailServer SERVER = MailServer.named("mx.example.net", 25);
    private final ClientFailure refused = ClientFailure.of("4.4.1", "connection refused");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it wraps around
    private final Reachability reachability = new Reachability(now::get, ForkJoinPool.commonPool());
    private final List<CompletableFuture<ClientSession>> attempts = new ArrayList<>();

    private CompletableFuture<ClientSession> connect() {
        return reachability
                .connect(SERVER, () -> {
                    CompletableFuture<ClientSession> attempt = new CompletableFuture<>();
                    attempts.add(attempt);
                    return attempt;
                })
                .toCompletableFuture();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            connect();
            attempts.get(attempts.size() - 1).completeExceptionally(refused);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static ClientFailure failure(CompletableFuture<?> result) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> result.get(20, TimeUnit.SECONDS));
        return assertInstanceOf(ClientFailure.class, thrown.getCause());
    }

    @Test
    void afterThreeFailuresAServerIsLeftAloneAndTheLastOneStands() {
        fail(3);
        ClientFailure failure = failure(connect());
        assertEquals(3, attempts.size());
        assertEquals("4.4.1", failure.status().toString());
        assertTrue(failure.isBeforeContent(), "the next server gets its turn");
        assertEquals(
                "mx.example.net:25 is left alone for 10 s after 3 failures: connection refused", failure.getMessage());
    }

    @Test
    void eachFurtherFailureDoublesTheRestUpToFiveMinutes() {
        fail(3);
        for (int seconds : new int[] {10, 20, 40, 80, 160, 300, 300}) {
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            int before = attempts.size();
            failure(connect());
            assertEquals(before, attempts.size(), seconds + " s");
            pass(Duration.ofMillis(1));
            fail(1);
            assertEquals(before + 1, attempts.size(), seconds + " s");
        }
    }

    @Test
    void attemptsThatBeganTogetherCountOnce() {
        for (int i = 0; i < 10; i++) {
            connect();
        }
        attempts.forEach(attempt -> attempt.completeExceptionally(refused));
        pass(Duration.ofSeconds(10));
        connect();
        assertEquals(11, attempts.size());
    }

    @Test
    void aConnectionMakesAllForgotten() {
        fail(2);
        connect();
        attempts.get(2).complete(null);
        fail(2);
        connect();
        assertEquals(6, attempts.size());
    }

    @Test
    void aThousandMailsToAServerThatIsDownCostAFewConnections() throws Exception {
        List<CompletableFuture<Transferred>> results = new ArrayList<>();
        try (SmtpClient client = SmtpClient.builder()
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .build();
                ClientPools pools = new ClientPools(client, new PoolLimits(2, 2, 100, Duration.ofSeconds(1)))) {
            MailServer down = MailServer.named("127.0.0.1", FreePort.onLoopback());
            Envelope envelope =
                    Envelope.of("a").recipient(Address.parse("bob@example.net")).build();
            Message message = Message.of("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1_000; i++) {
                results.add(pools.send(down, envelope, message, () -> true).toCompletableFuture());
            }
            long remembered = 0;
            for (CompletableFuture<Transferred> result : results) {
                remembered += failure(result).getMessage().contains("is left alone") ? 1 : 0;
            }
            assertTrue(remembered >= 990, remembered + " cost no connection");
        }
    }
}
