package dev.postern.kafka.warmup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.ConnectWorker;
import dev.postern.kafka.Midnight;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.sink.SmtpSinkConfig;
import dev.postern.smtp.limit.WarmUp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Warm-ups that several tasks count, with a real broker. */
@Timeout(120)
@ExtendWith(ConnectWorker.class)
class TopicWarmUpsTest {
    private static final WarmUp WARM_UP = WarmUp.parse("100..1000");

    @BeforeEach
    void awaitADay() {
        Midnight.awaitPassed();
    }

    private static WarmUps open(String topic, String sender) {
        SmtpSinkConfig config = new SmtpSinkConfig(Map.of(
                "warmup.topic",
                topic,
                "kafka.bootstrap.servers",
                ConnectWorker.cluster().kafka().bootstrapServers()));
        return new WarmUpConfig(config, new BrokerConfig(config)).open("warmup", sender);
    }

    /** Sends until there is no more today, or so many; how many. */
    private static int send(WarmUps warmUps, int most) {
        int[] sent = new int[1];
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            long wait = 0;
            while (sent[0] < most && (wait = warmUps.take("gmail", WARM_UP)) == 0) {
                sent[0]++;
            }
            return sent[0] == most || wait > Duration.ofSeconds(5).toNanos();
        });
        return sent[0];
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    @Test
    void sendersShareADayAndWhoStartsAgainKnowsWhatWasSent() throws Exception {
        try (WarmUps one = open("shared-days", "sink/0");
                WarmUps other = open("shared-days", "sink/1")) {
            assertEquals(31, send(one, 31));
            assertEquals(20, send(other, 20));
            one.putBack("gmail");
            assertEquals(0, one.delay("gmail", WARM_UP));
        }
        try (WarmUps again = open("shared-days", "sink/0");
                WarmUps third = open("shared-days", "sink/2")) {
            assertEquals(20, send(third, 20));
            assertEquals(30, send(again, 1_000), "100 less the 30, 20 and 20 that went, with what was left given back");
            assertTrue(again.delay("gmail", WARM_UP) > 0);
            assertTrue(
                    again.delay("gmail", WARM_UP) <= Duration.ofSeconds(86_401).toNanos());
            assertEquals(0, again.delay("outlook", WARM_UP), "that is another one's day");
            assertNull(again.failure());
        }
    }

    @Test
    void whatIsNoDayIsPassedOverAndTheDayBeforeCounts() throws Exception {
        ConnectWorker.cluster().kafka().createTopic("littered-days", 1, 1, Map.of("cleanup.policy", "compact"));
        for (String value : new String[] {"", "[]", "{\"day\":\"yesterday\"}", "x".repeat(100_000)}) {
            ConnectWorker.cluster().kafka().produce("littered-days", "gmail/sink/0", value);
        }
        String yesterday = "{\"day\":\"" + today().minusDays(1) + "\",\"number\":1,\"mails\":100}";
        ConnectWorker.cluster().kafka().produce("littered-days", "gmail", yesterday);
        ConnectWorker.cluster().kafka().produce("littered-days", "gmail/sink/0", yesterday);
        try (WarmUps warmUps = open("littered-days", "sink/0")) {
            assertEquals(200, send(warmUps, 1_000));
        }
    }

    @Test
    void aTopicThatForgetsDaysIsRefusedWithTheRemedy() {
        ConnectWorker.cluster().kafka().createTopic("forgetful-days", 1);
        ConnectException refused = assertThrows(ConnectException.class, () -> open("forgetful-days", "sink/0"));
        assertTrue(
                refused.getMessage().contains("forgetful-days")
                        && refused.getMessage().contains("would forget days: set its cleanup.policy"),
                refused.getMessage());
    }
}
