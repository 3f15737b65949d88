package dev.postern.kafka.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.CuttingProxy;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.runtime.rest.errors.ConnectRestException;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mailboxes in a real worker with exactly-once support, read by a consumer that sees committed transactions alone. */
@Timeout(300)
@RequiresPeer({"dovecot"})
class MailboxClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern VALIDITY = Pattern.compile("UIDVALIDITY (\\d+)");
    private static final String USER = "bob@example.net";

    private static EmbeddedConnectCluster connect;
    private static Dovecot dovecot;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> worker = new HashMap<>();
        worker.put("exactly.once.source.support", "enabled");
        worker.put("connector.client.config.override.policy", "All");
        Properties broker = new Properties();
        broker.put("transaction.state.log.replication.factor", "1");
        broker.put("transaction.state.log.min.isr", "1");
        connect = new EmbeddedConnectCluster.Builder()
                .name("mailboxes")
                .numWorkers(1)
                .numBrokers(1)
                .workerProps(worker)
                .brokerProps(broker)
                .build();
        connect.start();
        dovecot = Dovecot.start(USER, "secret");
        dovecot.asUser("SELECT INBOX");
    }

    @AfterAll
    static void stop() throws IOException {
        connect.stop();
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private static void deliver(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            dovecot.deliver(("Subject: number " + i + "\nMessage-ID: <" + i + "@example.org>\n\nHi\n").getBytes(UTF_8));
        }
    }

    private static Map<String, String> settings(String mode, int port, String topic) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", MailSourceConnector.class.getName());
        settings.put("tasks.max", "1");
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("exactly.once.support", "required");
        settings.put("topic", topic);
        settings.put("mail.mode", mode);
        settings.put(mode + ".host", "127.0.0.1");
        settings.put(mode + ".port", String.valueOf(port));
        settings.put(mode + ".tls", "none");
        settings.put(mode + ".username", USER);
        settings.put(mode + ".password", "secret");
        settings.put(mode + ".poll.ms", "200");
        settings.put(mode + ".retry.first.ms", "10");
        settings.put(mode + ".retry.max.ms", "200");
        return settings;
    }

    private static void run(String name, Map<String, String> settings) throws InterruptedException {
        connect.configureConnector(name, settings);
        connect.assertions().assertConnectorAndExactlyNumTasksAreRunning(name, 1, name + " did not start");
    }

    private static List<Integer> numbers(String topic) {
        List<Integer> numbers = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                connect.kafka().createConsumer(Map.of("isolation.level", "read_committed"))) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).get(partitions.get(0));
            while (consumer.position(partitions.get(0)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    String value = new String(record.value(), UTF_8);
                    numbers.add(Integer.valueOf(value.substring(16, value.indexOf('\r'))));
                }
            }
        }
        return numbers.stream().sorted().toList();
    }

    private static void awaitNumbers(String topic, int to) {
        List<Integer> expected = IntStream.range(0, to).boxed().toList();
        await().atMost(PATIENCE).until(() -> numbers(topic).size() >= to);
        assertEquals(expected, numbers(topic));
    }

    @Test
    void eachMailIsOneRecordThroughCutsRestartsAndOtherNamesForAllOfThem() throws Exception {
        connect.kafka().createTopic("imap", 1);
        connect.kafka().createTopic("pop3", 1);
        deliver(0, 100);
        try (CuttingProxy proxy = CuttingProxy.before(dovecot.imapPort())) {
            IntStream.iterate(900, cut -> cut < 20_000, cut -> cut + 3_000).forEach(proxy::cutNextBehind);
            Map<String, String> settings = settings("imap", proxy.port(), "imap");
            settings.put("imap.batch", "10");
            settings.put("imap.fingerprints.topic", "fingerprints");
            settings.put("imap.fingerprints.topic.partitions", "1");
            settings.put("kafka.bootstrap.servers", connect.kafka().bootstrapServers());
            run("imap-source", settings);
            await().atMost(PATIENCE).until(() -> numbers("imap").size() >= 20);
            connect.restartConnectorAndTasks("imap-source", false, true, false);
            awaitNumbers("imap", 100);

            String before = dovecot.asUser("STATUS INBOX (UIDVALIDITY)");
            connect.stopConnector("imap-source");
            await().atMost(PATIENCE)
                    .until(() -> connect.connectorInfo("imap-source").tasks().isEmpty());
            await().until(() -> {
                dovecot.changeUidValidity("INBOX");
                return !dovecot.asUser("STATUS INBOX (UIDVALIDITY)").equals(before);
            });
            deliver(100, 110);
            connect.resumeConnector("imap-source");
            awaitNumbers("imap", 110);
            deliver(110, 111);
            awaitNumbers("imap", 111);
            assertTrue(proxy.connections() > 5);
        }
        connect.deleteConnector("imap-source");
        Map<String, String> settings = settings("pop3", dovecot.pop3Port(), "pop3");
        settings.put("pop3.after", "delete");
        run("pop3-source", settings);
        await().atMost(PATIENCE).until(() -> !numbers("pop3").isEmpty());
        connect.restartConnectorAndTasks("pop3-source", false, true, false);
        awaitNumbers("pop3", 111);
        connect.deleteConnector("pop3-source");
    }

    @Test
    void offsetsAreAlteredAndThoseThatAreNoneRefused() throws Exception {
        connect.kafka().createTopic("altered", 1);
        Map<String, String> settings = settings("imap", dovecot.imapPort(), "altered");
        settings.put("imap.start", "new");
        run("altered", settings);
        connect.stopConnector("altered");
        await().atMost(PATIENCE)
                .until(() -> connect.connectorInfo("altered").tasks().isEmpty());
        deliver(500, 503);
        Matcher validity = VALIDITY.matcher(dovecot.asUser("STATUS INBOX (UIDVALIDITY)"));
        assertTrue(validity.find());
        Map<String, String> inbox = Map.of("protocol", "imap", "account", "default", "folder", "INBOX");
        Map<String, ?> start = Map.of("uidvalidity", Long.valueOf(validity.group(1)), "uid", 0);
        connect.alterSourceConnectorOffset("altered", inbox, start);
        ConnectRestException refused = assertThrows(
                ConnectRestException.class,
                () -> connect.alterSourceConnectorOffset("altered", inbox, Map.of("uidvalidity", 1)));
        assertTrue(refused.getMessage().contains("of uid in an offset: it must be"), refused.getMessage());
        connect.resumeConnector("altered");
        await().atMost(PATIENCE).until(() -> numbers("altered").containsAll(List.of(500, 501, 502)));
        connect.deleteConnector("altered");
    }
}
