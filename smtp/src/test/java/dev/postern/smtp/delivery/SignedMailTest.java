package dev.postern.smtp.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Envelope.Body;
import dev.postern.mail.Message;
import dev.postern.mail.dkim.AuthorSigner;
import dev.postern.mail.dkim.DkimKeyPair;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimVerifier;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.client.SignedContent;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.testkit.PrivateFile;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail that is signed on its way. A character stands for an octet. */
@Timeout(120)
class SignedMailTest {
    private static final Address BOB = Address.parse("bob@example.net");
    private static final String HEADER =
            "From: susan@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n";
    private static final String MAIL = HEADER + "Content-Transfer-Encoding: 8bit\r\n\r\ngr\u00fc\u00dfe\r\n";
    private static final String SEVEN_BIT = HEADER + "Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=FC=DFe\r\n";

    @TempDir
    private Path directory;

    private String zone = "";

    @BeforeEach
    void makeKey() throws IOException {
        DkimKeyPair pair = DkimKeyPair.ed25519();
        PrivateFile.write(directory.resolve("key.pem"), pair.pem());
        Files.writeString(directory.resolve("keys"), "example.org e1 - key.pem\n");
        zone = "e1._domainkey.example.org. IN TXT \"" + pair.record() + "\"";
    }

    private Outcome deliver(int port, Body body, String content) throws Exception {
        Duration patience = Duration.ofSeconds(20);
        SmtpClient client = SmtpClient.builder("127.0.0.1", port)
                .hello("gateway.example.org")
                .tls(TlsMode.NONE)
                .signedContent(SignedContent.FAIL)
                .signer(AuthorSigner.open(directory.resolve("keys"), new char[0], text -> {}))
                .timeouts(patience, patience, patience, patience)
                .build();
        try (Deliverer deliverer = new Deliverer(client, 1, 100)) {
            return deliverer
                    .deliver(
                            Envelope.of("ID").recipient(BOB).body(body).build(),
                            Message.of(content.getBytes(ISO_8859_1)))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .get(0);
        }
    }

    /** What a peer that offers these gets of the mail; MAIL must say the size of what comes. */
    private String received(Body body, String content, String... offers) throws Exception {
        AtomicReference<String> received = new AtomicReference<>("");
        AtomicReference<String> mail = new AtomicReference<>("");
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet(offers);
            mail.set(c.expect("MAIL FROM:<> SIZE=.*"));
            c.say("250").expect("RCPT .*");
            c.say("250").expect("DATA");
            c.say("354");
            received.set(c.readContent());
            c.say("250").expect("QUIT");
            c.say("221");
        })) {
            assertInstanceOf(Outcome.Delivered.class, deliver(peer.port(), body, content));
        }
        assertTrue(mail.get().startsWith("MAIL FROM:<> SIZE=" + received.get().length()), mail.get());
        return received.get();
    }

    private void verify(String mail) throws IOException {
        DkimReport report = new DkimVerifier(ZoneResolver.of(zone), Clock.systemUTC(), DkimPolicy.STANDARD)
                .verify(Message.of(mail.getBytes(ISO_8859_1)))
                .toCompletableFuture()
                .join();
        assertEquals(1, report.passed().size(), report::toString);
    }

    @Test
    @Rfc("6376#5.1")
    void mailIsSignedForItsAuthorsDomain() throws Exception {
        String received = received(Body.EIGHT_BIT_MIME, MAIL, "SIZE", "8BITMIME");
        assertTrue(received.startsWith("DKIM-Signature:") && received.endsWith("\r\n" + MAIL), received);
        verify(received);
    }

    @Test
    @Rfc("6376#5.3")
    void whatIsConvertedIsSignedBehindThat() throws Exception {
        String received = received(Body.EIGHT_BIT_MIME, MAIL, "SIZE");
        assertTrue(received.startsWith("DKIM-Signature:") && received.endsWith("\r\n" + SEVEN_BIT), received);
        verify(received);
    }

    @Test
    void mailOfOthersGoesAsItIs() throws Exception {
        String mail = "From: bob@example.net\r\n\r\nHello\r\n";
        assertEquals(mail, received(Body.SEVEN_BIT, mail, "SIZE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: bob@example.net", "nothing"})
    @Rfc("6376#3.8")
    void mailOfOursThatCantBeSignedIsNotSent(String second) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet("SIZE");
            c.expect("QUIT");
            c.say("221");
        })) {
            Outcome.Bounced bounced = assertInstanceOf(
                    Outcome.Bounced.class,
                    deliver(peer.port(), Body.SEVEN_BIT, "From: susan@example.org\r\n" + second + "\r\n\r\nHello\r\n"));
            assertEquals("5.6.0", bounced.status().toString());
            assertTrue(bounced.reason().contains("can't be signed"), bounced.reason());
        }
    }
}
