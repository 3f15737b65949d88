package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.kafka.source.MailSourceConnector;
import dev.postern.mail.Address;
import dev.postern.mail.Attachment;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.MessageBuilder;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.TlsFixture;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real Postfix behind the sink and before the source: what arrives is what was sent, octet for octet. */
@Timeout(300)
@ExtendWith(ConnectWorker.class)
@RequiresPeer("postfix")
class PostfixTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BOB = "bob@postfix.example";
    private static final long SIZE_LIMIT = 30_000_000;

    /** A mail of more than 8 MB: words in several scripts, and two files of noise. */
    private static byte[] largeMail() throws Exception {
        Random noise = new Random(20_261_101);
        byte[] first = new byte[4_000_000];
        byte[] second = new byte[2_345_678];
        noise.nextBytes(first);
        noise.nextBytes(second);
        Message message = new MessageBuilder("large", Instant.EPOCH)
                .from("Ann <ann@example.org>")
                .to(BOB)
                .subject("Größe: 大きい")
                .text("Grüße\n.\n..\nFrom the start of a line\n")
                .html("<p>Grüße</p>")
                .attach(new Attachment("first.bin", "application/octet-stream", first))
                .attach(new Attachment("zweite Datei ü.bin", "application/octet-stream", second))
                .build();
        return message.toByteArray();
    }

    /** A mail whose body is 8-bit and starts lines with dots. */
    private static byte[] eightBitMail() {
        return ("From: ann@example.org\r\nTo: " + BOB + "\r\nSubject: 8 bit\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
                        + "\r\n.\r\n..\r\nGrüße aus Köln\r\n\r\n \t\r\nlast line\r\n")
                .getBytes(UTF_8);
    }

    private static String sha256OfBody(String message, String lineEnd) throws Exception {
        int end = message.indexOf(lineEnd + lineEnd);
        byte[] body = message.substring(end + 2 * lineEnd.length())
                .replace(lineEnd, "\n")
                .getBytes(ISO_8859_1);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }

    private static String bodyOnTheWire(byte[] message) throws Exception {
        return sha256OfBody(new String(message, ISO_8859_1), "\r\n");
    }

    /** Of a mail in a maildir, whose lines end in LF. */
    private static String bodyInTheMailbox(byte[] message) throws Exception {
        return sha256OfBody(new String(message, ISO_8859_1), "\n");
    }

    private static void arrives(String name, Map<String, String> settings, Postfix postfix) throws Exception {
        byte[] large = largeMail();
        byte[] eightBit = eightBitMail();
        ConnectWorker.produce(name, large);
        ConnectWorker.produce(name, eightBit);
        ConnectWorker.run(name, SmtpSinkConnector.class, settings);
        List<byte[]> mails = postfix.mailbox(BOB).await(2, PATIENCE);
        List<String> bodies = new ArrayList<>();
        for (byte[] mail : mails) {
            bodies.add(bodyInTheMailbox(mail));
        }
        assertEquals(
                List.of(bodyOnTheWire(large), bodyOnTheWire(eightBit)).stream()
                        .sorted()
                        .toList(),
                bodies.stream().sorted().toList());
        ConnectWorker.delete(name);
    }

    @Test
    void postfixReceivesFromTheSink() throws Exception {
        ConnectWorker.createTopic("to-postfix");
        try (Postfix postfix =
                Postfix.builder().mailboxes(BOB).messageSizeLimit(SIZE_LIMIT).start()) {
            arrives("to-postfix", ConnectWorker.sinkSettings("to-postfix", postfix.port()), postfix);
        }
    }

    @Test
    void postfixReceivesFromTheSinkOverTlsThatIsVerified() throws Exception {
        ConnectWorker.createTopic("to-postfix-tls");
        try (Postfix postfix = Postfix.builder()
                .mailboxes(BOB)
                .messageSizeLimit(SIZE_LIMIT)
                .tls(TlsFixture.get())
                .set("smtpd_tls_security_level", "encrypt")
                .set("smtpd_tls_received_header", "yes")
                .start()) {
            Map<String, String> settings = ConnectWorker.sinkSettings("to-postfix-tls", postfix.port());
            settings.put("smtp.tls", "required");
            settings.put(
                    "smtp.truststore.location", TlsFixture.get().truststore().toString());
            settings.put("smtp.truststore.password", new String(TlsFixture.get().password()));
            arrives("to-postfix-tls", settings, postfix);
            for (byte[] mail : postfix.mailbox(BOB).mails()) {
                String message = new String(mail, ISO_8859_1);
                assertTrue(message.contains("(using TLSv1.3 with cipher "), message.substring(0, 500));
            }
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForGetsNoMail() throws Exception {
        ConnectWorker.createTopic("distrust");
        try (Postfix postfix =
                Postfix.builder().mailboxes(BOB).tls(TlsFixture.get()).start()) {
            Map<String, String> settings = ConnectWorker.sinkSettings("distrust", postfix.port());
            settings.put("smtp.tls", "required");
            settings.put("retry.for.ms", "0");
            ConnectWorker.produce("distrust", eightBitMail());
            ConnectWorker.configure("distrust", SmtpSinkConnector.class, settings);
            String trace = ConnectWorker.awaitFailure("distrust");
            String reason = "TLS with 127.0.0.1:" + postfix.port() + " failed: ";
            assertTrue(trace.contains(reason) && trace.contains("unable to find valid certification path"), trace);
            assertEquals(List.of(), postfix.mailbox(BOB).mails());
        }
        ConnectWorker.delete("distrust");
    }

    @Test
    void postfixRelaysToTheSource() throws Exception {
        ConnectWorker.createTopic("from-postfix");
        int port = FreePort.onLoopback();
        Map<String, String> settings = ConnectWorker.sourceSettings("from-postfix", port);
        settings.put("accepted.domains", "inbound.example");
        ConnectWorker.run("from-postfix", MailSourceConnector.class, settings);
        byte[] large = largeMail();
        try (Postfix postfix = Postfix.builder()
                        .messageSizeLimit(SIZE_LIMIT)
                        .relayTo(port)
                        .start();
                Deliverer client = new Deliverer(
                        SmtpClient.builder("127.0.0.1", postfix.port())
                                .hello("client.example.org")
                                .tls(TlsMode.NONE)
                                .build(),
                        1,
                        1)) {
            Envelope envelope = Envelope.of("c")
                    .reversePath(Address.parse("ann@example.org"))
                    .recipients(List.of(Address.parse("one@inbound.example"), Address.parse("two@inbound.example")))
                    .build();
            assertInstanceOf(
                    Outcome.Delivered.class,
                    client.deliver(envelope, Message.of(large))
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .get(0));
            ConsumerRecord<byte[], byte[]> record = ConnectWorker.firstRecord("from-postfix");
            assertEquals(bodyOnTheWire(large), bodyOnTheWire(record.value()));
            String id = new String(record.key(), UTF_8);
            assertEquals(List.of(id), headers(record, "mail.id"));
            assertEquals(List.of("ann@example.org"), headers(record, "mail.from"));
            assertEquals(List.of("one@inbound.example", "two@inbound.example"), headers(record, "mail.to"));
            assertEquals(List.of("postfix.example"), headers(record, "mail.helo"));
            assertEquals(List.of("127.0.0.1"), headers(record, "mail.client"));
            postfix.awaitLog("status=sent \\(250 2\\.0\\.0 Accepted as " + id + "\\)", PATIENCE);
        }
        ConnectWorker.delete("from-postfix");
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record, String name) {
        List<String> values = new ArrayList<>();
        record.headers().headers(name).forEach(header -> values.add(new String(header.value(), UTF_8)));
        return values;
    }
}
