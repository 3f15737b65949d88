package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail that is asked for twice, with a real worker and a real broker. */
@Timeout(300)
@ExtendWith(ConnectWorker.class)
class RepeatedMailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");

    private static Map<String, String> settings(String name, int relay) {
        Map<String, String> settings = ConnectWorker.sinkSettings(name, relay);
        settings.put("events.topic", name + "-events");
        settings.put("events.topic.partitions", "1");
        settings.put("idempotency.topic", name + "-keys");
        settings.put("kafka.bootstrap.servers", ConnectWorker.cluster().kafka().bootstrapServers());
        return settings;
    }

    private static void produce(String topic, String key, String text) throws Exception {
        ConnectWorker.produce(topic, mail(text), Map.of("mail.idempotency.key", key));
    }

    private static byte[] mail(String text) {
        return ("From: ann@example.org\r\nTo: bob@example.net\r\n\r\n" + text + "\r\n").getBytes(UTF_8);
    }

    private static void awaitCommitted(String connector, long records) {
        await().atMost(PATIENCE).until(() -> ConnectWorker.committed("connect-" + connector) == records);
    }

    @Test
    void aKeyIsSentOnceAlsoBehindARestart() throws Exception {
        ConnectWorker.createTopic("once");
        try (FakeRelay relay = FakeRelay.taking()) {
            ConnectWorker.run("once", SmtpSinkConnector.class, settings("once", relay.port()));
            produce("once", "order-1", "first");
            produce("once", "order-1", "again");
            produce("once", "order-2", "second");
            ConnectWorker.produce("once", mail("unnamed"));
            awaitCommitted("once", 4);
            ConnectWorker.delete("once");
            ConnectWorker.run("once", SmtpSinkConnector.class, settings("once", relay.port()));
            produce("once", "order-2", "behind the restart");
            awaitCommitted("once", 5);
            assertEquals(3, relay.waiting());
        }
        assertEquals(
                List.of(
                        "once-0-0 bob@example.net attempt 1: delivered 250 2.0.0 null",
                        "once-0-1 bob@example.net attempt 0: duplicate null 2.0.0 null",
                        "once-0-2 bob@example.net attempt 1: delivered 250 2.0.0 null",
                        "once-0-3 bob@example.net attempt 1: delivered 250 2.0.0 null",
                        "once-0-4 bob@example.net attempt 0: duplicate null 2.0.0 null"),
                Events.first(5, "once-events"));
        assertEquals(
                List.of(
                        "repeats once-0@0, whose idempotency key it has: not attempted",
                        "repeats once-0@2, whose idempotency key it has: not attempted"),
                duplicates("once-events", 5));
        ConnectWorker.delete("once");
    }

    private static List<String> duplicates(String topic, int events) throws Exception {
        List<String> texts = new ArrayList<>();
        for (var record : ConnectWorker.cluster().kafka().consume(events, 60_000, topic)) {
            if (new String(record.headers().lastHeader("mail.event").value(), UTF_8).equals("duplicate")) {
                texts.add(
                        new ObjectMapper().readTree(record.value()).get("text").asText());
            }
        }
        Collections.sort(texts);
        return texts;
    }

    @Test
    void theSameRecordReadAgainIsNoDuplicateOfItself() throws Exception {
        ConnectWorker.createTopic("reread");
        AtomicBoolean silent = new AtomicBoolean(true);
        try (FakeRelay relay = new FakeRelay((envelope, content) ->
                silent.get() ? new CompletableFuture<>() : CompletableFuture.completedFuture(TAKEN))) {
            ConnectWorker.run("reread", SmtpSinkConnector.class, settings("reread", relay.port()));
            produce("reread", "order-1", "first");
            relay.next(); // its claim is stored, and nobody ever knows what became of it
            ConnectWorker.delete("reread");
            silent.set(false);
            ConnectWorker.run("reread", SmtpSinkConnector.class, settings("reread", relay.port()));
            assertTrue(relay.next().content().endsWith("first\r\n"));
            produce("reread", "order-1", "again");
            awaitCommitted("reread", 2);
            assertEquals(0, relay.waiting());
        }
        assertEquals(
                List.of(
                        "reread-0-0 bob@example.net attempt 1: delivered 250 2.0.0 null",
                        "reread-0-1 bob@example.net attempt 0: duplicate null 2.0.0 null"),
                Events.first(2, "reread-events"));
        ConnectWorker.delete("reread");
    }

    @Test
    void ofTwoTasksThatClaimAKeyAtTheSameTimeOneSends() throws Exception {
        int keys = 100;
        ConnectWorker.createTopic("left");
        ConnectWorker.createTopic("right");
        try (FakeRelay relay = FakeRelay.taking()) {
            for (String name : List.of("left", "right")) {
                Map<String, String> settings = settings(name, relay.port());
                settings.put("idempotency.topic", "shared-keys");
                ConnectWorker.run(name, SmtpSinkConnector.class, settings);
            }
            CompletableFuture.allOf(produceNumbered("left", keys), produceNumbered("right", keys))
                    .get();
            awaitCommitted("left", keys);
            awaitCommitted("right", keys);
            List<String> contents = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                contents.add(relay.next().content());
            }
            assertEquals(0, relay.waiting());
            assertEquals(
                    keys,
                    contents.stream()
                            .map(content -> content.substring(content.lastIndexOf("mail ")))
                            .distinct()
                            .count());
        }
        ConnectWorker.delete("left");
        ConnectWorker.delete("right");
    }

    private static CompletableFuture<Void> produceNumbered(String topic, int keys) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < keys; i++) {
                    produce(topic, "order-" + i, "mail " + i);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void theMessageIdNamesAMailWhereThatIsSet() throws Exception {
        ConnectWorker.createTopic("named");
        try (FakeRelay relay = FakeRelay.taking()) {
            Map<String, String> settings = settings("named", relay.port());
            settings.put("idempotency.key", "message_id");
            ConnectWorker.run("named", SmtpSinkConnector.class, settings);
            byte[] mail = "From: ann@example.org\r\nTo: bob@example.net\r\nMessage-ID: <1@example.org>\r\n\r\nHi\r\n"
                    .getBytes(UTF_8);
            ConnectWorker.produce("named", mail);
            ConnectWorker.produce("named", mail);
            awaitCommitted("named", 2);
            assertEquals(1, relay.waiting());
        }
        ConnectWorker.delete("named");
    }

    @Test
    void aTopicThatWouldForgetTheFirstFailsTheTaskWithTheRemedy() throws Exception {
        ConnectWorker.createTopic("compacting");
        ConnectWorker.cluster().kafka().createTopic("compacting-keys", 1, 1, Map.of("cleanup.policy", "compact"));
        ConnectWorker.configure("compacting", SmtpSinkConnector.class, settings("compacting", 25));
        String trace = ConnectWorker.awaitFailure("compacting");
        assertTrue(
                trace.contains("the topic compacting-keys of idempotency.topic is compacted, and would forget which"
                        + " record was the first: set its cleanup.policy to delete"),
                trace);
        ConnectWorker.delete("compacting");
    }

    @Test
    void aTopicThatKeepsKeysForLessThanTheWindowFailsTheTaskWithTheRemedy() throws Exception {
        ConnectWorker.createTopic("brief");
        ConnectWorker.cluster().kafka().createTopic("brief-keys", 1, 1, Map.of("retention.ms", "3600000"));
        ConnectWorker.configure("brief", SmtpSinkConnector.class, settings("brief", 25));
        String trace = ConnectWorker.awaitFailure("brief");
        assertTrue(
                trace.contains("the topic brief-keys of idempotency.topic keeps keys for 3600000 ms, less than"
                        + " idempotency.window.ms, which is 86400000: raise its retention.ms"),
                trace);
        ConnectWorker.delete("brief");
    }
}
