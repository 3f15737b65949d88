package dev.postern.kafka.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.FakeRelay;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import dev.postern.testkit.RequiresPeer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged zip in a worker's plugin path; worker and broker are processes of their own. */
@Timeout(300)
class PackagedPluginIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "mail";

    private static KafkaBroker broker;
    private static ConnectWorker worker;
    private static FakeRelay relay;
    private static int listener;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        PluginArchive plugin = PluginArchive.hubZip(plugins);
        plugin.add(OnlyBob.class);
        broker = KafkaBroker.builder(classPathWithout(Set.of())).start(directory);
        worker = ConnectWorker.builder(classPathWithout(plugin.jars()), broker.bootstrapServers(), plugins)
                // how long the broker waits for those who crashed
                .set("session.timeout.ms", "6000")
                .set("heartbeat.interval.ms", "2000")
                .set("consumer.session.timeout.ms", "6000")
                .set("consumer.heartbeat.interval.ms", "2000")
                .start(directory);
        relay = FakeRelay.taking();
        listener = FreePort.onLoopback();
        configureSource();
        worker.configure("mail-out", """
                {
                  "connector.class": "dev.postern.kafka.sink.SmtpSinkConnector",
                  "topics": "%s",
                  "smtp.host": "127.0.0.1",
                  "smtp.port": "%d",
                  "smtp.tls": "none",
                  "smtp.hello": "gateway.example.org"
                }
                """.formatted(TOPIC, relay.port()));
        worker.awaitRunning("mail-in", PATIENCE);
        worker.awaitRunning("mail-out", PATIENCE);
    }

    @Test
    void theConnectorsTellTheVersionOfTheArchive() throws Exception {
        HttpRequest plugins = HttpRequest.newBuilder(worker.url().resolve("/connector-plugins"))
                .build();
        String listed = HttpClient.newHttpClient()
                .send(plugins, BodyHandlers.ofString())
                .body();
        for (String connector : List.of("sink.SmtpSinkConnector", "source.MailSourceConnector")) {
            assertTrue(
                    Pattern.compile(Pattern.quote(connector) + "\"[^}]*\"version\":\"\\d+\\.\\d+\\.\\d+")
                            .matcher(listed)
                            .find(),
                    listed);
        }
    }

    private static void configureSource() throws IOException {
        worker.configure("mail-in", """
                {
                  "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                  "topic": "%s",
                  "listen.port": "%d",
                  "hostname": "gateway.example.org"
                }
                """.formatted(TOPIC, listener));
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : Arrays.asList(worker, broker, relay)) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            if (part != null) { // it was not reached
                part.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The jars that Maven has for our tests: never our classes, and not the jars that the plugin brings, lest the worker lend them to it. Only
     * Jackson has both: Connect itself runs on it.
     */
    private static String classPathWithout(Set<String> brought) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> {
                    String name = Path.of(entry).getFileName().toString();
                    return !name.startsWith("postern-") && (!brought.contains(name) || name.startsWith("jackson-"));
                })
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void aMailGoesFromTheListenerThroughTheTopicToTheRelay() throws Exception {
        String body = "Content-Type: text/plain; charset=utf-8\r\nSubject: over the topic\r\n\r\n"
                + "Grüße.\r\n.a line that begins with a dot\r\n" + "0123456789 0123456789\r\n".repeat(10_000);
        String id = accepted(body);

        ConsumerRecord<String, byte[]> record = record(id);
        String stored = new String(record.value(), UTF_8);
        assertTrue(stored.startsWith("Received: ") && stored.endsWith("\r\n" + body), stored.substring(0, 500));
        assertEquals(
                List.of("bob@example.net", "cy@example.net"), headers(record, "mail.to"), "recipients in the headers");

        FakeRelay.Mail mail = relayed(id);
        String sent = new String(mail.content().getBytes(ISO_8859_1), UTF_8);
        assertTrue(sent.endsWith(stored), sent.substring(0, 500)); // behind the Received of the relay
        assertEquals("ann@example.org", String.valueOf(mail.envelope().reversePath()));
        assertEquals(
                "[bob@example.net, cy@example.net]",
                mail.envelope().recipients().toString());
    }

    @Test
    @RequiresPeer({"dovecot"})
    void mailboxesAreReadByTheLibraryThatThePluginBrings() throws Exception {
        try (Dovecot dovecot = Dovecot.start("bob@example.net", "secret")) {
            dovecot.asUser("SELECT INBOX");
            for (String mode : List.of("imap", "pop3")) {
                dovecot.deliver(("Subject: by " + mode + "\n\nHi\n").getBytes(UTF_8));
                worker.configure("mailbox-" + mode, """
                        {
                          "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                          "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                          "topic": "mailbox-%1$s",
                          "mail.mode": "%1$s",
                          "%1$s.host": "127.0.0.1",
                          "%1$s.port": "%2$d",
                          "%1$s.tls": "none",
                          "%1$s.username": "bob@example.net",
                          "%1$s.password": "secret"
                        }
                        """.formatted(
                                mode, mode.equals("imap") ? dovecot.imapPort() : dovecot.pop3Port()));
                ConsumerRecord<String, byte[]> first = record("mailbox-" + mode, any -> true);
                assertTrue(new String(first.value(), UTF_8).startsWith("Subject: by imap"), mode);
            }
        }
    }

    /** Sends a mail to the listener; the id in the 250. */
    private static String accepted(String content) throws Exception {
        try (Deliverer client = new Deliverer(
                SmtpClient.builder("127.0.0.1", listener)
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .build(),
                1,
                1)) {
            Envelope envelope = Envelope.of("c")
                    .reversePath(Address.parse("ann@example.org"))
                    .recipients(List.of(Address.parse("bob@example.net"), Address.parse("cy@example.net")))
                    .body(Envelope.Body.EIGHT_BIT_MIME)
                    .build();
            Outcome outcome = client.deliver(envelope, Message.of(content.getBytes(UTF_8)))
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(0);
            String text =
                    assertInstanceOf(Outcome.Delivered.class, outcome).reply().text();
            assertTrue(text.startsWith("Accepted as "), text);
            return text.substring("Accepted as ".length());
        }
    }

    /** The mail of this id at the relay, past those of other tests and those that come again. */
    private static FakeRelay.Mail relayed(String id) throws InterruptedException {
        FakeRelay.Mail mail = relay.next();
        while (!mail.content().contains(id)) {
            mail = relay.next();
        }
        return mail;
    }

    private static ConsumerRecord<String, byte[]> record(String key) {
        return record(TOPIC, key::equals);
    }

    private static ConsumerRecord<String, byte[]> record(String topic, Predicate<String> keys) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (keys.test(record.key())) {
                        return record;
                    }
                }
            }
            throw new AssertionError("no such record in " + topic);
        }
    }

    private static List<String> headers(ConsumerRecord<?, ?> record, String name) {
        List<String> values = new ArrayList<>();
        record.headers().headers(name).forEach(header -> values.add(new String(header.value(), UTF_8)));
        return values;
    }

    @Test
    void afterACrashOfBrokerAndWorkerTheConnectorsComeBack() throws Exception {
        worker.kill();
        broker.kill();
        broker.restart();
        worker.restart();
        await().atMost(PATIENCE).until(ChildProcess.listensOn(listener)::isReady);
        String id = accepted("Subject: after the crash\r\n\r\nHi\r\n");
        assertEquals(id, record(id).key());
        assertTrue(relayed(id).content().endsWith("Subject: after the crash\r\n\r\nHi\r\n"));
    }

    @Test
    void aWorkerTellsWhyItRefusesSettings() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> worker.configure("wrong", """
                        {"connector.class": "dev.postern.kafka.sink.SmtpSinkConnector", "topics": "mail", "smtp.host": ""}
                        """));
        assertTrue(refused.getMessage().contains("smtp.host"), refused.getMessage());
    }

    @Test
    void aConnectorThatFailsTellsWhy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            worker.configure("too-late", """
                    {
                      "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                      "topic": "%s",
                      "listen.port": "%d",
                      "hostname": "gateway.example.org"
                    }
                    """.formatted(TOPIC, taken.getLocalPort()));
            IllegalStateException failed =
                    assertThrows(IllegalStateException.class, () -> worker.awaitRunning("too-late", PATIENCE));
            assertTrue(failed.getMessage().contains("can't listen on"), failed.getMessage());
        }
    }

    @Test
    void aClassOfOnesOwnBesideOurJarsIsFound() throws Exception {
        int port = FreePort.onLoopback();
        worker.configure("verified", """
                {
                  "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                  "topic": "%s",
                  "listen.port": "%d",
                  "hostname": "gateway.example.org",
                  "recipient.verifier.class": "%s"
                }
                """.formatted(TOPIC, port, OnlyBob.class.getName()));
        worker.awaitRunning("verified", PATIENCE);
        try (Conversation client = new Conversation(port)) {
            client.expect("220");
            client.say("EHLO client.example.org", "250");
            client.say("MAIL FROM:<ann@example.org>", "250");
            client.say("RCPT TO:<cy@example.net>", "550 5.1.1");
            client.say("RCPT TO:<bob@example.net>", "250");
        }
    }

    @Test
    void aBrokerThatCannotStartTellsWhy(@TempDir Path directory) {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> KafkaBroker.builder(classPathWithout(Set.of()))
                        .set("process.roles", "gardener")
                        .start(directory));
        assertTrue(failure.getMessage().contains("gardener"), failure.getMessage());
    }
}
