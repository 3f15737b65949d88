package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.kafka.source.MailSourceConnector;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both connectors in a real worker, beside a real broker. */
@Timeout(300)
@ExtendWith(ConnectWorker.class)
class ConnectClusterTest {
    @Test
    void aTopicsRecordsBecomeMailAndOffsetsFollow() throws Exception {
        ConnectWorker.createTopic("out");
        try (FakeRelay relay = FakeRelay.taking()) {
            ConnectWorker.run("sink", SmtpSinkConnector.class, ConnectWorker.sinkSettings("out", relay.port()));
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                String mail = "From: ann@example.org\r\nTo: bob" + i + "@example.net\r\n\r\nHi " + i + "\r\n";
                ConnectWorker.cluster().kafka().produce("out", "k", mail);
                expected.add("[bob" + i + "@example.net]");
            }
            Set<String> received = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                received.add(relay.next().envelope().recipients().toString());
            }
            assertEquals(expected, received);
            await().atMost(Duration.ofSeconds(30)).until(() -> ConnectWorker.committed("connect-sink") == 200);
        }
        ConnectWorker.delete("sink");
    }

    @Test
    void whatIsNoMailGoesToTheDeadLetterQueueWithAReason() throws Exception {
        ConnectWorker.createTopic("mixed");
        try (FakeRelay relay = FakeRelay.taking()) {
            Map<String, String> settings = ConnectWorker.sinkSettings("mixed", relay.port());
            settings.put("mail.value.format", "json");
            settings.put("errors.tolerance", "all");
            settings.put("errors.deadletterqueue.topic.name", "dead");
            settings.put("errors.deadletterqueue.topic.replication.factor", "1");
            settings.put("errors.deadletterqueue.context.headers.enable", "true");
            ConnectWorker.run("mixed-sink", SmtpSinkConnector.class, settings);
            ConnectWorker.produce("mixed", "{\"from\": \"ann@example.org\", \"to\": \"nobody\"}".getBytes(UTF_8));
            ConnectWorker.produce(
                    "mixed",
                    "{\"from\": \"ann@example.org\", \"to\": \"bob@example.net\", \"text\": \"Hi\"}".getBytes(UTF_8));
            ConnectWorker.produce("mixed", null);
            assertTrue(relay.next().content().endsWith("\r\n\r\nHi\r\n"));
            List<String> reasons = new ArrayList<>();
            ConnectWorker.cluster()
                    .kafka()
                    .consume(2, 60_000, "dead")
                    .forEach(record -> reasons.add(header(record, "__connect.errors.exception.message")));
            assertEquals(
                    List.of(
                            "record at offset 0 of mixed-0 can't become a mail: to is not a list of mail addresses",
                            "record at offset 2 of mixed-0 can't become a mail: the value is null: a mail needs a message"),
                    reasons);
            assertTrue(new String(ConnectWorker.firstRecord("dead").value(), UTF_8).contains("nobody"));
            await().atMost(Duration.ofSeconds(30)).until(() -> ConnectWorker.committed("connect-mixed-sink") == 3);
        }
        ConnectWorker.delete("mixed-sink");
    }

    @Test
    void eachAttemptHasItsEventAndARefusalIsNoError() throws Exception {
        ConnectWorker.createTopic("told");
        AtomicBoolean busy = new AtomicBoolean(true);
        try (FakeRelay relay = new FakeRelay((envelope, content) -> CompletableFuture.completedFuture(
                content.contains("unwanted")
                        ? Reply.of(550, "5.7.1", "Unwanted")
                        : busy.getAndSet(false) ? Reply.of(451, "4.3.2", "Busy") : Reply.of(250, "2.6.0", "Taken")))) {
            Map<String, String> settings = ConnectWorker.sinkSettings("told", relay.port());
            settings.put("retry.first.ms", "50");
            settings.put("mail.max.age.ms", "3600000");
            settings.put("events.topic", "told-events");
            settings.put("events.topic.partitions", "1");
            settings.put(
                    "kafka.bootstrap.servers", ConnectWorker.cluster().kafka().bootstrapServers());
            ConnectWorker.run("telling", SmtpSinkConnector.class, settings);
            String mail = "From: ann@example.org\r\nTo: bob@example.net, cy@example.com\r\n\r\n";
            ConnectWorker.produce("told", (mail + "unwanted\r\n").getBytes(UTF_8));
            ConnectWorker.produce("told", (mail + "old\r\n").getBytes(UTF_8), System.currentTimeMillis() - 3_700_000);
            ConnectWorker.produce("told", (mail + "wanted\r\n").getBytes(UTF_8));
            assertEquals(
                    List.of(
                            "told-0-0 bob@example.net attempt 1: bounced 550 5.7.1 policy",
                            "told-0-0 cy@example.com attempt 1: bounced 550 5.7.1 policy",
                            "told-0-1 bob@example.net attempt 0: expired null 5.4.7 expired",
                            "told-0-1 cy@example.com attempt 0: expired null 5.4.7 expired",
                            "told-0-2 bob@example.net attempt 1: deferred 451 4.3.2 system",
                            "told-0-2 bob@example.net attempt 2: delivered 250 2.6.0 null",
                            "told-0-2 cy@example.com attempt 1: deferred 451 4.3.2 system",
                            "told-0-2 cy@example.com attempt 2: delivered 250 2.6.0 null"),
                    Events.first(8, "told-events"));
            await().atMost(Duration.ofSeconds(30)).until(() -> ConnectWorker.committed("connect-telling") == 3);
            ConnectWorker.cluster().assertions().assertConnectorAndExactlyNumTasksAreRunning("telling", 1, "it failed");
        }
        ConnectWorker.delete("telling");
    }

    @Test
    void aRecordThatIsTakenUpHasAnEventBeforeItsMailIsSentAndThatIsNoEnd() throws Exception {
        ConnectWorker.createTopic("accepted");
        AtomicBoolean silent = new AtomicBoolean(true);
        Reply taken = Reply.of(250, "2.6.0", "Taken");
        try (FakeRelay relay = new FakeRelay((envelope, content) ->
                silent.get() ? new CompletableFuture<>() : CompletableFuture.completedFuture(taken))) {
            Map<String, String> settings = ConnectWorker.sinkSettings("accepted", relay.port());
            settings.put("events.topic", "accepted-events");
            settings.put("events.topic.partitions", "1");
            settings.put("events.accepted", "true");
            settings.put(
                    "kafka.bootstrap.servers", ConnectWorker.cluster().kafka().bootstrapServers());
            ConnectWorker.run("accepting", SmtpSinkConnector.class, settings);
            ConnectWorker.produce(
                    "accepted", "From: ann@example.org\r\nTo: bob@example.net\r\n\r\nHi\r\n".getBytes(UTF_8));
            relay.next();
            String accepted = "accepted-0-0 bob@example.net attempt 0: accepted null 2.0.0 null";
            assertEquals(List.of(accepted), Events.first(1, "accepted-events"));
            ConnectWorker.delete("accepting");
            silent.set(false);
            ConnectWorker.run("accepting", SmtpSinkConnector.class, settings);
            relay.next();
            assertEquals(
                    List.of(accepted, accepted, "accepted-0-0 bob@example.net attempt 1: delivered 250 2.6.0 null"),
                    Events.first(3, "accepted-events"));
        }
        ConnectWorker.delete("accepting");
    }

    @Test
    void aTopicOfEventsThatCantBeHadFailsTheTaskWithTheReason() throws Exception {
        ConnectWorker.createTopic("untold");
        Map<String, String> settings = ConnectWorker.sinkSettings("untold", 25);
        settings.put("events.topic", "untold-events");
        settings.put("events.topic.replication.factor", "3");
        settings.put("kafka.bootstrap.servers", ConnectWorker.cluster().kafka().bootstrapServers());
        ConnectWorker.configure("untelling", SmtpSinkConnector.class, settings);
        String trace = ConnectWorker.awaitFailure("untelling");
        assertTrue(
                trace.contains("the topic untold-events of events.topic can't be had")
                        && trace.contains("Set events.topic.replication.factor to the number of brokers at most"),
                trace);
        ConnectWorker.delete("untelling");
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void aMailIsAcknowledgedWhenItIsInTheTopic() throws Exception {
        ConnectWorker.createTopic("in");
        int port = FreePort.onLoopback();
        ConnectWorker.run("source", MailSourceConnector.class, ConnectWorker.sourceSettings("in", port));
        byte[] content = ("Subject: x\r\n\r\n" + "0123456789 0123456789\r\n".repeat(200_000)).getBytes(UTF_8);
        try (Deliverer client = client(port)) {
            Envelope envelope = Envelope.of("c")
                    .reversePath(Address.parse("ann@example.org"))
                    .recipients(List.of(Address.parse("bob@example.net"), Address.parse("cy@example.net")))
                    .build();
            Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, send(client, envelope, content));
            ConsumerRecord<byte[], byte[]> record = ConnectWorker.firstRecord("in");
            assertEquals(
                    "Accepted as " + new String(record.key(), UTF_8),
                    delivered.reply().text());
            byte[] stored = record.value();
            assertArrayEquals(content, Arrays.copyOfRange(stored, stored.length - content.length, stored.length));
            List<String> recipients = new ArrayList<>();
            record.headers().headers("mail.to").forEach(header -> recipients.add(new String(header.value(), UTF_8)));
            assertEquals(List.of("bob@example.net", "cy@example.net"), recipients);
        }
        ConnectWorker.delete("source");
        await().atMost(Duration.ofSeconds(5)).until(() -> isFree(port));
    }

    @Test
    void aPausedSourceStoresNothingAndSaysSo() throws Exception {
        ConnectWorker.createTopic("paused");
        int port = FreePort.onLoopback();
        Map<String, String> settings = ConnectWorker.sourceSettings("paused", port);
        settings.put("reply.deadline.ms", "1500");
        ConnectWorker.run("paused-source", MailSourceConnector.class, settings);
        Envelope envelope =
                Envelope.of("c").recipient(Address.parse("bob@example.net")).build();
        try (Deliverer client = client(port)) {
            ConnectWorker.cluster().pauseConnector("paused-source");
            ConnectWorker.cluster()
                    .assertions()
                    .assertConnectorAndExactlyNumTasksArePaused("paused-source", 1, "it did not pause");
            Outcome.Deferred deferred = assertInstanceOf(
                    Outcome.Deferred.class, send(client, envelope, "while paused\r\n".getBytes(UTF_8)));
            assertTrue(deferred.reason().startsWith("451 4.3.2 Not stored before the deadline"), deferred.reason());
            ConnectWorker.cluster().resumeConnector("paused-source");
            Outcome outcome = await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> send(client, envelope, "resumed\r\n".getBytes(UTF_8)),
                            Outcome.Delivered.class::isInstance);
            assertInstanceOf(Outcome.Delivered.class, outcome);
            String first = new String(ConnectWorker.firstRecord("paused").value(), UTF_8);
            assertTrue(first.endsWith("resumed\r\n"), first);
        }
        ConnectWorker.delete("paused-source");
    }

    private static Deliverer client(int port) throws IOException {
        return new Deliverer(
                SmtpClient.builder("127.0.0.1", port)
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .build(),
                1,
                100);
    }

    private static Outcome send(Deliverer client, Envelope envelope, byte[] content) throws Exception {
        return client.deliver(envelope, Message.of(content))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .get(0);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
