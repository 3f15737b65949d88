package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.Peers;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.Swaks;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server and client with the mail programs of others. */
@Timeout(180)
class RealPeersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BOB = "bob@example.net";
    private static final String CAROL = "carol@example.net";
    private static final String HEADER = """
            From: Susan <susan@example.org>\r
            To: Bob <bob@example.net>\r
            Date: Tue, 24 Nov 2026 10:00:00 +0000\r
            Message-ID: <1@example.org>\r
            """;
    private static final String DOTS = ".\r\n..\r\n.x\r\n\r\nx.\r\n. \r\n..x\r\n.\r\n";

    @TempDir
    Path directory;

    private final BlockingQueue<Mail> received = new LinkedBlockingQueue<>();

    /** One mail as it came, its content one character an octet. */
    private record Mail(Envelope envelope, String content) {}

    private SmtpServer server() throws IOException {
        MailSink sink = (envelope, message) -> {
            try (message) {
                received.add(new Mail(envelope, new String(message.toByteArray(), StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted as " + envelope.id()));
        };
        TlsFixture fixture = TlsFixture.get();
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                .start();
    }

    private static Deliverer deliverer(Postfix postfix, TlsMode tls) throws IOException {
        TlsFixture fixture = TlsFixture.get();
        return new Deliverer(
                SmtpClient.builder("localhost", postfix.port())
                        .hello("gateway.example.org")
                        .tls(tls)
                        .trust(fixture.truststore(), fixture.password())
                        .build(),
                1,
                100);
    }

    private static List<Outcome> deliver(Deliverer deliverer, byte[] content, String... recipients) throws Exception {
        Envelope.Builder envelope = Envelope.of("ID")
                .reversePath(Address.parse("susan@example.org"))
                .body(Envelope.Body.EIGHT_BIT_MIME);
        for (String recipient : recipients) {
            envelope.recipient(Address.parse(recipient));
        }
        return deliverer
                .deliver(envelope.build(), Message.of(content))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] eightBitMail() {
        return octets(HEADER
                + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n"
                + "Subject: folded\r\n\twith a tab\r\n\r\n"
                + new String("Grüße\r\n".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                + DOTS
                + "x".repeat(998)
                + "\r\n"
                + "no more\r\n");
    }

    /** The mail in its mailbox ends with what was sent; only fields of trace stand before. */
    private static void assertArrived(byte[] sent, byte[] kept, String fieldsBefore) {
        String expected = linesEndedByLf(sent);
        String actual = new String(kept, StandardCharsets.ISO_8859_1);
        int trace = Math.max(0, actual.length() - expected.length());
        assertEquals(expected, actual.substring(trace));
        String before = actual.substring(0, trace);
        assertTrue(Pattern.matches("((" + fieldsBefore + "): .*\n([ \t].*\n)*)+", before), before);
    }

    private static String linesEndedByLf(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc({"5321#4.4b", "5321#4.5.2", "5321#4.5.3.1.6", "5321#6.4", "6152#2", "6152#3c"})
    void postfixRelaysAMailToOurServerUnchanged() throws Exception {
        byte[] content = eightBitMail();
        try (SmtpServer server = server();
                Postfix postfix = Postfix.builder()
                        .relayTo(server.port())
                        .set("smtp_tls_security_level", "encrypt")
                        .start();
                Deliverer injection = deliverer(postfix, TlsMode.NONE)) {
            assertInstanceOf(
                    Outcome.Delivered.class,
                    deliver(injection, content, BOB, CAROL).get(0));
            Mail mail = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertNotNull(mail, postfix.log());
            Envelope envelope = mail.envelope();
            assertEquals("susan@example.org", String.valueOf(envelope.reversePath()));
            assertEquals(
                    Set.of(BOB, CAROL),
                    envelope.recipients().stream().map(Address::toString).collect(Collectors.toSet()));
            assertEquals(Envelope.Body.EIGHT_BIT_MIME, envelope.body());
            assertEquals("postfix.example", envelope.client().helo());
            assertNotNull(envelope.client().tls());
            int trace = Math.max(0, mail.content().length() - content.length);
            assertArrayEquals(content, octets(mail.content().substring(trace)));
            assertTrue(Pattern.matches(
                    "Received: from postfix\\.example (.*\r\n[ \t])+.*\r\nReceived: from gateway(.*\r\n[ \t])+.*\r\n",
                    mail.content().substring(0, trace)));
        }
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc({"5321#4.5.2", "6152#3", "5321#3.3"})
    void ourMailReachesTheMailboxesOfPostfixUnchanged() throws Exception {
        byte[] content = eightBitMail();
        try (Postfix postfix = Postfix.builder().mailboxes(BOB, CAROL).start();
                Deliverer deliverer = deliverer(postfix, TlsMode.NONE)) {
            for (Outcome outcome : deliver(deliverer, content, BOB, CAROL)) {
                Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, outcome);
                assertTrue(delivered.reply().toString().startsWith("250 2.0.0 Ok: queued as "), outcome.toString());
            }
            for (String recipient : List.of(BOB, CAROL)) {
                byte[] kept = postfix.mailbox(recipient).await(1, PATIENCE).get(0);
                assertArrived(content, kept, "Return-Path|X-Original-To|Delivered-To|Received");
            }
        }
    }

    @Test
    @RequiresPeer("postfix")
    void twentyMegabytesReachAMailboxOfPostfixUnchanged() throws Exception {
        byte[] attachment = new byte[15 << 20];
        new Random(5321).nextBytes(attachment);
        byte[] content = octets(HEADER + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(attachment) + "\r\n");
        assertTrue(content.length > 20 << 20);
        try (Postfix postfix = Postfix.builder()
                        .mailboxes(BOB)
                        .messageSizeLimit(30 << 20)
                        .start();
                Deliverer deliverer = deliverer(postfix, TlsMode.NONE)) {
            assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, content, BOB).get(0));
            assertArrived(
                    content,
                    postfix.mailbox(BOB).await(1, PATIENCE).get(0),
                    "Return-Path|X-Original-To|Delivered-To|Received");
        }
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc("1870#6.2")
    void aMailAboveTheSizeThatPostfixTakesBounces() throws Exception {
        byte[] content = octets(HEADER + "\r\n" + "0123456789abcdef\r\n".repeat(10_000));
        try (Postfix postfix = Postfix.builder()
                        .mailboxes(BOB)
                        .messageSizeLimit(100_000)
                        .start();
                Deliverer deliverer = deliverer(postfix, TlsMode.NONE)) {
            Outcome.Bounced bounced = assertInstanceOf(
                    Outcome.Bounced.class, deliver(deliverer, content, BOB).get(0));
            assertEquals("5.3.4", bounced.status().toString());
            assertEquals(List.of(), postfix.mailbox(BOB).mails());
        }
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc("5321#4.2.1")
    void anUnknownRecipientBouncesAndTheOthersGetTheMail() throws Exception {
        byte[] content = octets(HEADER + "\r\nHello\r\n");
        try (Postfix postfix = Postfix.builder().mailboxes(BOB, CAROL).start();
                Deliverer deliverer = deliverer(postfix, TlsMode.NONE)) {
            List<Outcome> outcomes = deliver(deliverer, content, BOB, "nobody@example.net", CAROL);
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(0));
            Outcome.Bounced bounced = assertInstanceOf(Outcome.Bounced.class, outcomes.get(1));
            assertEquals("5.1.1", bounced.status().toString());
            assertTrue(bounced.reason().startsWith("550 5.1.1 <nobody@example.net>"), bounced.reason());
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(2));
            postfix.mailbox(BOB).await(1, PATIENCE);
            postfix.mailbox(CAROL).await(1, PATIENCE);

            bounced = assertInstanceOf(
                    Outcome.Bounced.class,
                    deliver(deliverer, content, "nobody@example.net").get(0));
            assertEquals("5.1.1", bounced.status().toString());
        }
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc({"3207#4d", "3207#4.1", "3207#4.2c"})
    void requiredTlsWorksWithPostfix() throws Exception {
        byte[] content = octets(HEADER + "\r\nSecret\r\n");
        try (Postfix postfix =
                Postfix.builder().mailboxes(BOB).tls(TlsFixture.get()).start()) {
            try (Deliverer deliverer = deliverer(postfix, TlsMode.REQUIRED)) {
                Outcome.Delivered delivered = assertInstanceOf(
                        Outcome.Delivered.class,
                        deliver(deliverer, content, BOB).get(0));
                String tls = delivered.hop().tls();
                assertTrue(tls != null && tls.startsWith("TLSv1.3 "), String.valueOf(tls));
            }
            byte[] kept = postfix.mailbox(BOB).await(1, PATIENCE).get(0);
            assertTrue(new String(kept, StandardCharsets.ISO_8859_1).contains(" (Postfix) with ESMTPS id "));
            postfix.awaitLog("disconnect from .* ehlo=2 starttls=1 mail=1 rcpt=1 data=1 .*", PATIENCE);
        }
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc("8314#3.3")
    void implicitTlsWorksWithPostfix() throws Exception {
        byte[] content = octets(HEADER + "\r\nSecret from the first octet\r\n");
        try (Postfix postfix = Postfix.builder()
                        .mailboxes(BOB)
                        .tls(TlsFixture.get())
                        .set("smtpd_tls_wrappermode", "yes")
                        .start();
                Deliverer deliverer = deliverer(postfix, TlsMode.IMPLICIT)) {
            Outcome.Delivered delivered = assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, content, BOB).get(0));
            assertNotNull(delivered.hop().tls());
            postfix.mailbox(BOB).await(1, PATIENCE);
        }
    }

    @Test
    @RequiresPeer("swaks")
    @Rfc({"3207#4", "3207#4.2"})
    void swaksSendsAMailOverStartTls() throws Exception {
        try (SmtpServer server = server()) {
            ProgramRun run = Swaks.run(
                    server.port(), "--tls", "--from", "susan@example.org", "--to", BOB + "," + CAROL, "--body", DOTS);
            assertEquals(0, run.exitCode(), run.output());
            Mail mail = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertNotNull(mail, run.output());
            assertTrue(
                    run.output()
                            .contains("250 2.0.0 Accepted as " + mail.envelope().id()),
                    run.output());
            assertEquals(2, mail.envelope().recipients().size());
            Client.Tls tls = mail.envelope().client().tls();
            assertEquals("TLSv1.3", tls == null ? "plaintext" : tls.protocol());
            assertTrue(mail.content().contains("\r\n\r\n" + DOTS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a connection for each mail", "connections that are kept"})
    @RequiresPeer("smtp-source")
    void noneOfTheMailsOfSmtpSourceIsLost(String connections) throws Exception {
        int mails = 2_000;
        int size = 10_240;
        try (SmtpServer server = server()) {
            List<String> command = new ArrayList<>(List.of(Peers.path("smtp-source")));
            if (connections.endsWith("kept")) {
                command.add("-d");
            }
            command.addAll(List.of("-s", "20", "-m", String.valueOf(mails), "-l", String.valueOf(size)));
            command.addAll(List.of("-f", "susan@example.org", "-t", BOB, "127.0.0.1:" + server.port()));
            ProgramRun run = ProgramRun.of(PATIENCE, command);
            assertEquals(0, run.exitCode(), run.output());
            assertEquals(mails, received.size());
            assertEquals(
                    mails,
                    received.stream()
                            .map(mail -> mail.envelope().id())
                            .distinct()
                            .count());
            received.forEach(mail -> assertTrue(mail.content().length() >= size));
        }
    }
}
