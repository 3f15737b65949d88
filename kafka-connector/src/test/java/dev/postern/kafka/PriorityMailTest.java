package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mail that goes first, with a real worker and a real broker. */
@Timeout(300)
@ExtendWith(ConnectWorker.class)
class PriorityMailTest {
    private static final int BULK = 3_000;
    private static final Executor SLOWLY = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    @Test
    void aResetIsNotBehindANewsletter() throws Exception {
        ConnectWorker.createTopic("newsletter");
        ConnectWorker.createTopic("resets");
        try (FakeRelay relay = new FakeRelay(
                (envelope, content) -> CompletableFuture.supplyAsync(() -> Reply.of(250, "2.0.0", "Taken"), SLOWLY))) {
            try (var producer = ConnectWorker.cluster().kafka().createProducer(Map.of())) {
                for (int i = 0; i < BULK; i++) {
                    producer.send(new ProducerRecord<>("newsletter", mail("news")));
                }
                producer.flush();
            }
            Map<String, String> settings = ConnectWorker.sinkSettings("newsletter,resets", relay.port());
            settings.put("priority.topics", "resets");
            ConnectWorker.run("lanes", SmtpSinkConnector.class, settings);
            await().atMost(Duration.ofSeconds(60)).until(() -> relay.waiting() >= 200);
            int before = relay.waiting();
            ConnectWorker.produce("resets", mail("reset"));
            int place = 1;
            while (!relay.next().content().endsWith("reset\r\n")) {
                place++;
            }
            assertTrue(place < before + 1_000, "behind " + (place - before) + " of the " + BULK);
            await().atMost(Duration.ofMinutes(2)).until(() -> ConnectWorker.committed("connect-lanes") == BULK + 1);
            assertEquals(BULK + 1 - place, relay.waiting());
        }
        ConnectWorker.delete("lanes");
    }

    private static byte[] mail(String text) {
        return ("From: ann@example.org\r\nTo: bob@example.net\r\n\r\n" + text + "\r\n").getBytes(UTF_8);
    }
}
