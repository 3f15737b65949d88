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
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both connectors in a real worker, beside a real broker. */
@Timeout(300)
class ConnectClusterTest {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String STRING = "org.apache.kafka.connect.storage.StringConverter";

    private static EmbeddedConnectCluster connect;

    @BeforeAll
    static void start() {
        Map<String, String> worker = new HashMap<>();
        worker.put("offset.flush.interval.ms", "60000");
        worker.put("connector.client.config.override.policy", "All");
        Properties broker = new Properties();
        broker.put("message.max.bytes", "31457280");
        connect = new EmbeddedConnectCluster.Builder()
                .name("postern")
                .numWorkers(1)
                .numBrokers(1)
                .workerProps(worker)
                .brokerProps(broker)
                .build();
        connect.start();
    }

    @AfterAll
    static void stop() {
        connect.stop();
    }

    private static void run(String name, Class<?> connector, Map<String, String> settings) throws InterruptedException {
        Map<String, String> all = new HashMap<>(Map.of(
                "connector.class", connector.getName(),
                "tasks.max", "1",
                "key.converter", STRING,
                "value.converter", BYTES,
                "header.converter", STRING));
        all.putAll(settings);
        connect.configureConnector(name, all);
        connect.assertions().assertConnectorAndExactlyNumTasksAreRunning(name, 1, name + " did not start");
    }

    private static Map<String, String> sinkSettings(String topic, int relay) {
        return new HashMap<>(Map.of(
                "topics", topic,
                "smtp.host", "127.0.0.1",
                "smtp.port", String.valueOf(relay),
                "smtp.tls", "none",
                "smtp.hello", "gateway.example.org"));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aTopicsRecordsBecomeMailAndOffsetsFollow() throws Exception {
        connect.kafka().createTopic("out", 1);
        try (FakeRelay relay = FakeRelay.taking()) {
            run("sink", SmtpSinkConnector.class, sinkSettings("out", relay.port()));
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                connect.kafka()
                        .produce(
                                "out",
                                "k",
                                "From: ann@example.org\r\nTo: bob" + i + "@example.net\r\n\r\nHi " + i + "\r\n");
                expected.add("[bob" + i + "@example.net]");
            }
            Set<String> received = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                received.add(relay.next().envelope().recipients().toString());
            }
            assertEquals(expected, received);
            await().atMost(Duration.ofSeconds(30)).until(() -> committed("connect-sink") == 200);
        }
        connect.deleteConnector("sink");
    }

    private static long committed(String group) throws Exception {
        try (var admin = connect.kafka().createAdminClient()) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }

    @Test
    void whatIsNoMailGoesToTheDeadLetterQueueWithAReason() throws Exception {
        connect.kafka().createTopic("mixed", 1);
        try (FakeRelay relay = FakeRelay.taking()) {
            Map<String, String> settings = sinkSettings("mixed", relay.port());
            settings.put("mail.value.format", "json");
            settings.put("errors.tolerance", "all");
            settings.put("errors.deadletterqueue.topic.name", "dead");
            settings.put("errors.deadletterqueue.topic.replication.factor", "1");
            settings.put("errors.deadletterqueue.context.headers.enable", "true");
            run("mixed-sink", SmtpSinkConnector.class, settings);
            connect.kafka().produce("mixed", "k", "{\"from\": \"ann@example.org\", \"to\": \"nobody\"}");
            connect.kafka()
                    .produce(
                            "mixed",
                            "k",
                            "{\"from\": \"ann@example.org\", \"to\": \"bob@example.net\", \"text\": \"Hi\"}");
            assertTrue(relay.next().content().endsWith("\r\n\r\nHi\r\n"));
            ConsumerRecord<byte[], byte[]> dead =
                    connect.kafka().consume(1, 60_000, "dead").iterator().next();
            assertTrue(new String(dead.value(), UTF_8).contains("nobody"));
            String reason = new String(
                    dead.headers()
                            .lastHeader("__connect.errors.exception.message")
                            .value(),
                    UTF_8);
            assertEquals(
                    "record at offset 0 of mixed-0 can't become a mail: to is not a list of mail addresses", reason);
        }
        connect.deleteConnector("mixed-sink");
    }

    @Test
    void aMailIsAcknowledgedWhenItIsInTheTopic() throws Exception {
        connect.kafka().createTopic("in", 1, 1, Map.of("max.message.bytes", "31457280"));
        int port = freePort();
        run(
                "source",
                MailSourceConnector.class,
                Map.of(
                        "topic", "in",
                        "listen.port", String.valueOf(port),
                        "hostname", "gateway.example.org",
                        "message.size.max", "20971520",
                        "producer.override.max.request.size", "21037056",
                        "producer.override.linger.ms", "0"));
        byte[] content = ("Subject: x\r\n\r\n" + "0123456789 0123456789\r\n".repeat(200_000)).getBytes(UTF_8);
        try (Deliverer client = new Deliverer(
                SmtpClient.builder("127.0.0.1", port)
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .build(),
                1,
                100)) {
            Envelope envelope = Envelope.of("c")
                    .reversePath(Address.parse("ann@example.org"))
                    .recipients(List.of(Address.parse("bob@example.net"), Address.parse("cy@example.net")))
                    .build();
            List<Outcome> outcomes = client.deliver(envelope, Message.of(content))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, outcomes.get(0));
            ConsumerRecord<byte[], byte[]> record =
                    connect.kafka().consume(1, 60_000, "in").iterator().next();
            assertEquals(
                    "Accepted as " + new String(record.key(), UTF_8),
                    delivered.reply().text());
            byte[] stored = record.value();
            byte[] tail = java.util.Arrays.copyOfRange(stored, stored.length - content.length, stored.length);
            assertArrayEquals(content, tail);
            List<String> recipients = new java.util.ArrayList<>();
            record.headers().headers("mail.to").forEach(header -> recipients.add(new String(header.value(), UTF_8)));
            assertEquals(List.of("bob@example.net", "cy@example.net"), recipients);
        }
        connect.deleteConnector("source");
        await().atMost(Duration.ofSeconds(30)).until(() -> portIsFree(port));
    }

    private static boolean portIsFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (java.io.IOException taken) {
            return false;
        }
    }
}
