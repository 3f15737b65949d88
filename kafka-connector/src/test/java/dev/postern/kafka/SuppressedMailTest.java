package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list of those who get no mail, with a real worker and a real broker. */
@Timeout(300)
@ExtendWith(ConnectWorker.class)
class SuppressedMailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Map<String, String> settings(String name, int relay) {
        Map<String, String> settings = ConnectWorker.sinkSettings(name, relay);
        settings.put("events.topic", name + "-events");
        settings.put("events.topic.partitions", "1");
        settings.put("suppression.topic", name + "-suppressed");
        settings.put("kafka.bootstrap.servers", ConnectWorker.cluster().kafka().bootstrapServers());
        return settings;
    }

    private static void produce(String topic, String recipients) throws Exception {
        ConnectWorker.produce(
                topic, ("From: ann@example.org\r\nTo: " + recipients + "\r\n\r\nhello\r\n").getBytes(UTF_8));
    }

    private static void suppress(String topic, String address, String value) {
        ConnectWorker.cluster().kafka().produce(topic, address, value);
    }

    @Test
    void whoIsOnTheListGetsNoMailUntilItExpiresOrIsTakenOff() throws Exception {
        ConnectWorker.createTopic("listed");
        ConnectWorker.cluster().kafka().createTopic("listed-suppressed", 1, 1, Map.of("cleanup.policy", "compact"));
        suppress("listed-suppressed", "Bob@Example.net", "{\"reason\": \"complaint\"}");
        suppress(
                "listed-suppressed",
                "cy@example.net",
                "{\"expires\": \"" + Instant.now().minusSeconds(1) + "\"}");
        suppress("listed-suppressed", "dee@example.net", "{}");
        suppress("listed-suppressed", "dee@example.net", null);
        try (FakeRelay relay = FakeRelay.taking()) {
            ConnectWorker.run("listed", SmtpSinkConnector.class, settings("listed", relay.port()));
            produce("listed", "bob@example.net, cy@example.net, dee@example.net");
            assertEquals(
                    "[cy@example.net, dee@example.net]",
                    relay.next().envelope().recipients().toString());
            assertEquals(
                    List.of(
                            "listed-0-0 bob@example.net attempt 0: suppressed null 5.7.1 null",
                            "listed-0-0 cy@example.net attempt 1: delivered 250 2.0.0 null",
                            "listed-0-0 dee@example.net attempt 1: delivered 250 2.0.0 null"),
                    Events.first(3, "listed-events"));
            produce("listed", "bob@example.net");
            await().atMost(PATIENCE).until(() -> ConnectWorker.committed("connect-listed") == 2);
            assertEquals(0, relay.waiting());
        }
        ConnectWorker.delete("listed");
    }

    @Test
    void anAddressThatTurnsOutToBeNoneIsPutOnTheList() throws Exception {
        ConnectWorker.createTopic("bouncing");
        try (FakeRelay relay = new FakeRelay(envelope -> Reply.of(550, "5.1.1", "No such user"))) {
            ConnectWorker.run("bouncing", SmtpSinkConnector.class, settings("bouncing", relay.port()));
            produce("bouncing", "bob@example.net");
            relay.next();
            String entry =
                    new String(ConnectWorker.firstRecord("bouncing-suppressed").value(), UTF_8);
            assertTrue(entry.startsWith("{\"reason\":\"550 5.1.1 No such user\",\"expires\":\""), entry);
            await().atMost(PATIENCE).until(() -> {
                produce("bouncing", "bob@example.net");
                return isSuppressed("bouncing-events");
            });
        }
        ConnectWorker.delete("bouncing");
    }

    @Test
    void aBounceOfWhatWasUnderWayDoesNotEndAComplaint() throws Exception {
        ConnectWorker.createTopic("complaining");
        Reply unknown = Reply.of(550, "5.1.1", "No such user");
        CompletableFuture<Reply> held = new CompletableFuture<>();
        try (FakeRelay relay = new FakeRelay((envelope, content) ->
                envelope.recipients().toString().contains("bob") ? held : CompletableFuture.completedFuture(unknown))) {
            ConnectWorker.run("complaining", SmtpSinkConnector.class, settings("complaining", relay.port()));
            produce("complaining", "bob@example.net");
            relay.next();
            suppress("complaining-suppressed", "bob@example.net", "{\"reason\": \"complaint\"}");
            await().atMost(PATIENCE).until(() -> {
                produce("complaining", "bob@example.net");
                return isSuppressed("complaining-events");
            });
            held.complete(unknown);
            await().atMost(PATIENCE).until(() -> ConnectWorker.committed("connect-complaining") > 1);
            produce("complaining", "cy@example.net");
            List<String> listed = new ArrayList<>();
            ConnectWorker.cluster()
                    .kafka()
                    .consume(2, 60_000, "complaining-suppressed")
                    .forEach(record -> listed.add(new String(record.key(), UTF_8)));
            assertEquals(List.of("bob@example.net", "cy@example.net"), listed);
        }
        ConnectWorker.delete("complaining");
    }

    private static boolean isSuppressed(String topic) throws Exception {
        for (var record : ConnectWorker.cluster().kafka().consumeAll(60_000, topic)) {
            if (new String(record.headers().lastHeader("mail.event").value(), UTF_8).equals("suppressed")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aTopicThatWouldForgetAddressesFailsTheTaskWithTheRemedy() throws Exception {
        ConnectWorker.createTopic("forgetting");
        ConnectWorker.createTopic("forgetting-suppressed");
        ConnectWorker.configure("forgetting", SmtpSinkConnector.class, settings("forgetting", 25));
        String trace = ConnectWorker.awaitFailure("forgetting");
        assertTrue(
                trace.contains("the topic forgetting-suppressed of suppression.topic would forget addresses: set its"
                        + " cleanup.policy, which is delete, to compact"),
                trace);
        ConnectWorker.delete("forgetting");
    }
}
