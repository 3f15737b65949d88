package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.kafka.source.MailSourceConnector;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.arrival.SignedReturnPath;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mail that goes out with signed return paths, and what comes back to them, with both connectors in a real worker. */
@ExtendWith(ConnectWorker.class)
@Timeout(300)
class ReturnPathTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Address BOB = Address.parse("bob@example.net");

    @TempDir
    private Path directory;

    private Map<String, String> shared(String name) throws IOException {
        Path keys = PrivateFile.write(directory.resolve("keys"), KEY);
        return Map.of(
                "events.topic",
                name + "-events",
                "events.topic.partitions",
                "1",
                "suppression.topic",
                name + "-suppressed",
                "kafka.bootstrap.servers",
                ConnectWorker.cluster().kafka().bootstrapServers(),
                "bounce.key.file",
                keys.toString());
    }

    private void runSink(String name, int relay, Map<String, String> more) throws Exception {
        ConnectWorker.createTopic(name);
        Map<String, String> settings = ConnectWorker.sinkSettings(name, relay);
        settings.putAll(shared(name));
        settings.put("bounce.sender.domains", "example.org");
        settings.putAll(more);
        ConnectWorker.run(name, SmtpSinkConnector.class, settings);
    }

    private int runSource(String name) throws Exception {
        ConnectWorker.createTopic(name + "-in");
        int port = FreePort.onLoopback();
        Map<String, String> settings = new HashMap<>(shared(name));
        settings.putAll(Map.of(
                "topic",
                name + "-in",
                "listen.port",
                String.valueOf(port),
                "hostname",
                "gateway.example.org",
                "message.size.max",
                "400000"));
        ConnectWorker.run(name + "-in", MailSourceConnector.class, settings);
        return port;
    }

    private static void produce(String topic, String recipients) throws Exception {
        ConnectWorker.produce(
                topic,
                ("From: Ann <invoices@example.org>\r\nTo: " + recipients
                                + "\r\nMessage-ID: <1@example.org>\r\n\r\nhi\r\n")
                        .getBytes(UTF_8));
    }

    private static Address path(FakeRelay.Mail mail) {
        return Objects.requireNonNull(mail.envelope().reversePath());
    }

    /** A server that took the mail says later that there is no such mailbox. */
    private static void bounce(int port, Address to, String recipient) throws Exception {
        Envelope envelope = Envelope.of("b").recipient(to).build();
        String content = """
                From: MAILER-DAEMON@mx.example.net
                Subject: Undelivered Mail Returned to Sender
                Content-Type: multipart/report; report-type=delivery-status; boundary=r

                --r
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net

                Final-Recipient: rfc822;%s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 User unknown
                --r
                Content-Type: text/rfc822-headers

                Message-ID: <1@example.org>
                --r--
                """.formatted(recipient).replace("\n", "\r\n");
        SmtpClient client = SmtpClient.builder("127.0.0.1", port)
                .hello("mx.example.net")
                .tls(TlsMode.NONE)
                .build();
        try (Deliverer server = new Deliverer(client, 1, 100)) {
            Outcome outcome = server.deliver(envelope, Message.of(content.getBytes(UTF_8)))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .get(0);
            assertInstanceOf(Outcome.Delivered.class, outcome, outcome::toString);
        }
    }

    private static List<JsonNode> events(String topic) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (var record : ConnectWorker.cluster().kafka().consumeAll(60_000, topic)) {
            events.add(new ObjectMapper().readTree(record.value()));
        }
        return events;
    }

    /** The events of what came back, in the order in which it came: mail, event, recipient, sender, proof. */
    private static List<String> cameBack(String topic) throws Exception {
        return events(topic).stream()
                .filter(event -> event.hasNonNull("proof"))
                .map(event -> String.join(
                        " ",
                        event.get("mail").asText(),
                        event.get("event").asText(),
                        event.get("recipient").asText(),
                        event.get("sender").asText(),
                        event.get("proof").asText()))
                .toList();
    }

    private static List<String> suppressed(String name) throws Exception {
        List<String> addresses = new ArrayList<>();
        ConnectWorker.cluster()
                .kafka()
                .consumeAll(60_000, name + "-suppressed")
                .forEach(record -> addresses.add(new String(record.key(), UTF_8)));
        return addresses;
    }

    @Test
    void whatComesBackSuppressesTheRecipientAndOnlyWhereItIsProved() throws Exception {
        try (FakeRelay relay = FakeRelay.taking()) {
            runSink("paths", relay.port(), Map.of());
            int port = runSource("paths");
            produce("paths", "bob@example.net");
            Address path = path(relay.next());
            assertTrue(path.localPart().startsWith("invoices+paths-0-0="), path::toString);
            assertEquals("example.org", path.domain().text());

            SignedReturnPath stranger = SignedReturnPath.of("f".repeat(32));
            Address sender = Address.parse("invoices@example.org");
            Instant longAgo = Instant.now().minus(Duration.ofDays(40));
            char last = path.localPart().charAt(path.localPart().length() - 1);
            String cut = path.localPart().substring(0, path.localPart().length() - 1);
            bounce(port, new Address(cut + (last == '0' ? '1' : '0'), path.domain()), "bob@example.net");
            bounce(
                    port,
                    stranger.sign("paths-0-0", sender, List.of(BOB), Instant.now())
                            .orElseThrow(),
                    "bob@example.net");
            bounce(
                    port,
                    SignedReturnPath.of(KEY)
                            .sign("paths-0-0", sender, List.of(BOB), longAgo)
                            .orElseThrow(),
                    "bob@example.net");
            bounce(port, sender, "bob@example.net");
            bounce(port, path, "boss@example.com");
            assertEquals(
                    List.of(
                            "1 bounced bob@example.net  message-id",
                            "1 bounced bob@example.net  message-id",
                            "1 bounced bob@example.net  message-id",
                            "1 bounced bob@example.net  message-id",
                            "paths-0-0 bounced boss@example.com invoices@example.org signature"),
                    cameBack("paths-events"));
            assertEquals(List.of(), suppressed("paths"));

            bounce(port, path, "bob@example.net");
            assertEquals(
                    "paths-0-0 bounced bob@example.net invoices@example.org signature",
                    cameBack("paths-events").get(5));
            assertEquals(List.of("bob@example.net"), suppressed("paths"));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                produce("paths", "bob@example.net");
                return isSuppressed("paths-events");
            });
            for (String line : senders("paths-events")) {
                assertEquals("invoices@example.org", line, "the sink's events keep the sender");
            }
        }
        ConnectWorker.delete("paths-in");
        ConnectWorker.delete("paths");
    }

    private static boolean isSuppressed(String topic) throws Exception {
        return events(topic).stream()
                .anyMatch(event -> event.get("event").asText().equals("suppressed"));
    }

    private static List<String> senders(String topic) throws Exception {
        return events(topic).stream()
                .filter(event -> !event.hasNonNull("proof"))
                .map(event -> event.get("sender").asText())
                .toList();
    }

    @Test
    void eachRecipientHasAPathOfItsOwnWhereThatIsAskedFor() throws Exception {
        try (FakeRelay relay = FakeRelay.taking()) {
            runSink("each", relay.port(), Map.of("bounce.path.per", "recipient"));
            int port = runSource("each");
            produce("each", "bob@example.net, cy@example.net");
            Map<String, Address> paths = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                FakeRelay.Mail mail = relay.next();
                paths.put(mail.envelope().recipients().toString(), path(mail));
            }
            bounce(port, Objects.requireNonNull(paths.get("[cy@example.net]")), "cy@example.net");
            bounce(port, Objects.requireNonNull(paths.get("[bob@example.net]")), "cy@example.net");
            assertEquals(List.of("cy@example.net"), suppressed("each"));
        }
        ConnectWorker.delete("each-in");
        ConnectWorker.delete("each");
    }

    @Test
    void recipientsWhoShareAPathAreNotSuppressedByIt() throws Exception {
        try (FakeRelay relay = FakeRelay.taking()) {
            runSink("shared", relay.port(), Map.of());
            int port = runSource("shared");
            produce("shared", "bob@example.net, cy@example.net");
            Address path = path(relay.next());
            bounce(port, path, "cy@example.net");
            assertEquals(
                    List.of("shared-0-0 bounced cy@example.net invoices@example.org signature"),
                    cameBack("shared-events"));
            assertEquals(List.of(), suppressed("shared"));
        }
        ConnectWorker.delete("shared-in");
        ConnectWorker.delete("shared");
    }
}
