package dev.postern.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Addresses and header fields in letters of any script. */
@Timeout(60)
class SmtpUtf8Test {
    private static final Address GRUESSE = Address.parse("gr\u00fc\u00dfe@b\u00fccher.example");

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private SmtpServer server() throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .start();
    }

    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static Outcome deliver(int port, Envelope envelope) throws Exception {
        try (Deliverer deliverer = new Deliverer(
                SmtpClient.builder("127.0.0.1", port).tls(TlsMode.NONE).build(), 1, 10)) {
            return deliverer
                    .deliver(envelope, Message.of("Subject: gr\u00fc\u00dfe\r\n\r\nx\r\n".getBytes(UTF_8)))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .get(0);
        }
    }

    @Test
    @Rfc("6531#3.4")
    void whatIsDeclaredIsKeptAlsoWhereNoAddressNeedsIt() throws IOException {
        try (SmtpServer server = server();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<susan@example.org> SMTPUTF8", "250");
            client.say("RCPT TO:<bob@example.net>", "250");
            client.say("DATA", "354");
            client.say(octets("Subject: gr\u00fc\u00dfe\r\n\r\nx\r\n."), "250");
            assertTrue(sink.mails().get(0).envelope().smtpUtf8());
        }
    }

    @Test
    @Rfc({"6531#3.1", "6531#3.3", "6531#3.4", "6531#4.3"})
    void whoDeclaresThemMaySayThem() throws IOException {
        try (SmtpServer server = server();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            assertTrue(client.say("EHLO client", "250").contains("\n250-SMTPUTF8\n"));
            client.say(octets("MAIL FROM:<gr\u00fc\u00dfe@example.org> SMTPUTF8"), "250");
            client.say(octets("RCPT TO:<\u7528\u6237@b\u00fccher.example>"), "250");
            client.say("DATA", "354");
            client.say(octets("Subject: gr\u00fc\u00dfe\r\n\r\nx\r\n."), "250");
            RecordingSink.Mail mail = sink.mails().get(0);
            assertTrue(mail.envelope().smtpUtf8());
            assertEquals(
                    "gr\u00fc\u00dfe@example.org",
                    String.valueOf(mail.envelope().reversePath()));
            assertEquals(
                    "[\u7528\u6237@xn--bcher-kva.example]",
                    mail.envelope().recipients().toString());
            assertTrue(mail.content().contains(" with UTF8SMTP id "), mail.content());
            assertTrue(mail.content().contains(octets("for <\u7528\u6237@xn--bcher-kva.example>;")), mail.content());
            assertEquals(octets("Subject: gr\u00fc\u00dfe\r\n\r\nx\r\n"), mail.sent());
        }
    }

    @Test
    @Rfc({"6531#3.4", "6531#3.5"})
    void whoDoesNotDeclareThemMayNot() throws IOException {
        try (SmtpServer server = server();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say(octets("MAIL FROM:<gr\u00fc\u00dfe@example.org>"), "550 5.6.7");
            client.say("MAIL FROM:<ann@example.org> SMTPUTF8=yes", "501 5.5.4");
            client.say("MAIL FROM:<ann@example.org>", "250");
            client.say(octets("RCPT TO:<gr\u00fc\u00dfe@example.net>"), "553 5.6.7");
            client.say(octets("RCPT TO:<bob@b\u00fccher.example>"), "553 5.6.7");
            client.say("RCPT TO:<bob@xn--bcher-kva.example>", "250");
            client.say("DATA", "354");
            client.say("x\r\n.", "250");
            assertFalse(sink.mails().get(0).envelope().smtpUtf8());
        }
    }

    @Test
    @Rfc("6531#3.3")
    void whatIsNotUtf8IsRefused() throws IOException {
        try (SmtpServer server = server();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<gr\u00fc\u00dfe@example.org> SMTPUTF8", "500 5.5.2 Neither");
            client.say("MAIL FROM:<\u00c0\u00af@example.org> SMTPUTF8", "500 5.5.2 Neither"); // an overlong slash
            client.say(octets("EHLO gr\u00fc\u00dfe.example"), "501 5.5.4");
            client.say("NOOP", "250");
        }
    }

    @Test
    @Rfc({"6531#3.4", "6531#3.6"})
    void theyTravelToAServerThatTakesThem() throws Exception {
        try (SmtpServer server = server()) {
            Envelope sent =
                    Envelope.of("ID").reversePath(GRUESSE).recipient(GRUESSE).build();
            assertInstanceOf(Outcome.Delivered.class, deliver(server.port(), sent));
            Envelope received = sink.mails().get(0).envelope();
            assertEquals(GRUESSE, received.reversePath());
            assertEquals(sent.recipients(), received.recipients());
        }
    }

    @Test
    @Rfc("6531#3.5b")
    void andNotToOneThatDoesNot() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet("8BITMIME").expect("QUIT"))) {
            Envelope sent = Envelope.of("ID").recipient(GRUESSE).build();
            Outcome.Bounced bounced = assertInstanceOf(Outcome.Bounced.class, deliver(peer.port(), sent));
            assertTrue(bounced.toString().contains("5.6.7"), bounced.toString());
        }
    }
}
