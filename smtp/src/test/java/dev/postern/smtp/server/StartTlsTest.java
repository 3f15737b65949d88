package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StartTlsTest {
    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private SmtpServerBuilder server() throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .tls(TestTls.server());
    }

    private static Conversation secured(Conversation plain) throws IOException {
        return new Conversation(TlsFixture.get().secure(plain.socket()));
    }

    @Test
    @Rfc({"3207#4", "3207#4.2", "3848#1"})
    void forgetsThePlaintextAndTakesAMailInTls() throws IOException {
        try (SmtpServer server = server().start();
                Conversation plain = new Conversation(server.port())) {
            plain.expect("220");
            assertTrue(plain.say("EHLO in.plaintext", "250").contains("250-STARTTLS"));
            plain.say("STARTTLS", "220 2.0.0");
            try (Conversation client = secured(plain)) {
                client.say("MAIL FROM:<>", "503 5.5.1");
                assertFalse(client.say("EHLO in.tls", "250").contains("STARTTLS"));
                client.say("STARTTLS", "503 5.5.1");
                client.say("MAIL FROM:<>", "250");
                client.say("RCPT TO:<bob@example.org>", "250");
                client.say("DATA", "354");
                client.say("Hello\r\n.", "250");
                RecordingSink.Mail mail = sink.mails().get(0);
                assertEquals("in.tls", mail.envelope().client().helo());
                assertEquals("TLSv1.3", mail.envelope().client().tls().protocol());
                assertTrue(mail.content().contains(" with ESMTPS id "), mail.content());
                assertTrue(mail.content().contains("(TLSv1.3 TLS_"), mail.content());
            }
        }
    }

    @Test
    @Rfc("3207#4")
    void refusesMailInPlaintextWhereTlsIsRequired() throws IOException {
        try (SmtpServer server = server().requireTls(true).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("NOOP", "250");
            client.say("MAIL FROM:<>", "530 5.7.0");
        }
    }

    @Test
    @Rfc("3207#6")
    void refusesWhatFollowsStartTlsInPlaintext() throws IOException {
        try (SmtpServer server = server().start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.send("STARTTLS\r\nMAIL FROM:<injected@example.org>\r\n");
            client.expect("554 5.5.1");
            client.expectEnd();
        }
    }

    @Test
    void bytesThatAreNotTlsEndTheConnection() throws IOException {
        try (SmtpServer server = server().start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("STARTTLS", "220");
            client.send("MAIL FROM:<>\r\n");
            assertFalse(client.reply().startsWith("250"));
        }
    }

    @Test
    void aMissingOrUnreadableKeystoreIsNamed() throws IOException {
        Path missing = directory.resolve("missing.p12");
        IOException failure = assertThrows(IOException.class, () -> ServerTls.from(List.of(missing), new char[0]));
        assertEquals("keystore " + missing + " does not exist", failure.getMessage());
        Path garbage = Files.writeString(directory.resolve("garbage.p12"), "not a keystore");
        failure = assertThrows(IOException.class, () -> ServerTls.from(List.of(garbage), new char[0]));
        assertTrue(failure.getMessage().contains(garbage.toString()), failure.getMessage());
        Path keystore = TlsFixture.get().keystore();
        failure = assertThrows(IOException.class, () -> ServerTls.from(List.of(keystore), "wrong".toCharArray()));
        assertTrue(failure.getMessage().contains(keystore.toString()), failure.getMessage());
    }

    @Test
    void requiringTlsNeedsAKeystore() {
        SmtpServerBuilder server = SmtpServer.builder(sink).requireTls(true);
        assertThrows(IllegalArgumentException.class, server::start);
    }
}
