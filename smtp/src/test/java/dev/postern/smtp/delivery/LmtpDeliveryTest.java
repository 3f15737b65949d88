package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a mail for each recipient where the server speaks LMTP, and not always well. */
@Timeout(60)
class LmtpDeliveryTest {
    private static final Address ANN = Address.parse("ann@example.net");
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Address CAROL = Address.parse("carol@example.net");

    private static Deliverer deliverer(MailServer server) throws IOException {
        Duration patience = Duration.ofSeconds(1);
        return new Deliverer(
                new RelayRouter(List.of(server)),
                SmtpClient.builder()
                        .hello("gateway.example.org")
                        .timeouts(patience, patience, patience, patience)
                        .build(),
                new PoolLimits(1, 1, 100, PoolLimits.RELAY_IDLE));
    }

    private static Deliverer deliverer(ScriptedPeer peer) throws IOException {
        return deliverer(MailServer.lmtp("127.0.0.1", peer.port()));
    }

    private static List<Outcome> deliver(Deliverer deliverer, Envelope.Body body, Address... recipients)
            throws Exception {
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse("susan@example.org"))
                .recipients(List.of(recipients))
                .body(body)
                .build();
        return deliverer
                .deliver(envelope, Message.of("x\r\n".getBytes(StandardCharsets.US_ASCII)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static List<Outcome> deliver(Deliverer deliverer, Address... recipients) throws Exception {
        return deliver(deliverer, Envelope.Body.SEVEN_BIT, recipients);
    }

    private static ScriptedPeer.Connection greet(ScriptedPeer.Connection c, String... offers) throws IOException {
        c.say("220 scripted").expect("LHLO gateway\\.example\\.org");
        c.say("250-scripted");
        for (String offer : offers) {
            c.say("250-" + offer);
        }
        return c.say("250 PIPELINING");
    }

    private static void accept(ScriptedPeer.Connection c, int recipients) throws IOException {
        c.expect("MAIL .*");
        c.say("250 OK");
        for (int i = 0; i < recipients; i++) {
            c.expect("RCPT .*");
            c.say("250 OK");
        }
        c.expect("DATA");
        c.say("354 Go").readContent();
    }

    private static String status(Outcome outcome) {
        if (outcome instanceof Outcome.Bounced bounced) {
            return bounced.status().toString();
        }
        return outcome instanceof Outcome.Deferred deferred
                ? deferred.status().toString()
                : ((Outcome.Delivered) outcome).reply().toString();
    }

    @Test
    @Rfc({"2033#4.1b", "2033#4.2c"})
    void eachAcceptedRecipientGetsItsOwnReplyToTheContent() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    greet(c).expect("MAIL FROM:<susan@example\\.org>");
                    c.expect("RCPT TO:<ann@example\\.net>");
                    c.expect("RCPT TO:<bob@example\\.net>");
                    c.expect("RCPT TO:<carol@example\\.net>");
                    c.expect("DATA");
                    c.say("250 OK").say("250 OK").say("550 5.1.1 No such user").say("250 OK");
                    c.say("354 Go").readContent();
                    c.say("452 4.2.2 Over quota").say("250-2.0.0 Saved").say("250 2.0.0 for carol");
                    accept(c, 1); // the next mail is not mistaken for a reply of this one
                    c.say("250 2.0.0 Again");
                });
                Deliverer deliverer = deliverer(peer)) {
            List<Outcome> outcomes = deliver(deliverer, ANN, BOB, CAROL);
            assertEquals(
                    List.of("4.2.2", "5.1.1", "250 2.0.0 Saved for carol"),
                    outcomes.stream().map(LmtpDeliveryTest::status).toList());
            assertEquals("250 2.0.0 Again", status(deliver(deliverer, BOB).get(0)));
        }
    }

    @Test
    @Rfc("2033#4.3b")
    void binaryContentGetsAReplyForEachBehindItsOnlyChunk() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    greet(c, "CHUNKING", "BINARYMIME").expect("MAIL .* BODY=BINARYMIME");
                    c.expect("RCPT .*");
                    c.expect("RCPT .*");
                    c.say("250 OK").say("250 OK").say("250 OK");
                    c.expect("BDAT 3 LAST");
                    c.read(3);
                    c.say("250 2.0.0 One").say("554 5.6.0 Two");
                });
                Deliverer deliverer = deliverer(peer)) {
            List<Outcome> outcomes = deliver(deliverer, Envelope.Body.BINARY_MIME, ANN, BOB);
            assertEquals("250 2.0.0 One", status(outcomes.get(0)));
            assertEquals("5.6.0", status(outcomes.get(1)));
        }
    }

    @Test
    @Rfc("2033#4.2c")
    void whatWasSaidStandsWhereTheConnectionIsLostBeforeTheLastReply() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    accept(greet(c), 3);
                    c.say("250 2.0.0 Saved").say("550 5.2.0 No");
                });
                Deliverer deliverer = deliverer(peer)) {
            List<Outcome> outcomes = deliver(deliverer, ANN, BOB, CAROL);
            assertEquals(
                    List.of("250 2.0.0 Saved", "5.2.0", "4.4.2"),
                    outcomes.stream().map(LmtpDeliveryTest::status).toList());
        }
    }

    @Test
    void allIsOpenWhereTheConnectionIsLostBeforeTheFirstReply() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> accept(greet(c), 2));
                Deliverer deliverer = deliverer(peer)) {
            deliver(deliverer, ANN, BOB).forEach(outcome -> assertEquals("4.4.2", status(outcome)));
        }
    }

    @Test
    void whatWasSaidStandsWhereTheOthersAreNotSpokenOfInTime() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    accept(greet(c), 2);
                    c.say("250 2.0.0 Saved").readToEnd();
                });
                Deliverer deliverer = deliverer(peer)) {
            List<Outcome> outcomes = deliver(deliverer, ANN, BOB);
            assertEquals("250 2.0.0 Saved", status(outcomes.get(0)));
            assertEquals("4.4.2", status(outcomes.get(1)));
        }
    }

    @Test
    @Rfc("2033#4.1b")
    void aServerOfSmtpIsNotAskedByHelo() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.say("220 smtp").expect("LHLO .*");
                    c.say("500 5.5.1 What?").expect("QUIT");
                });
                Deliverer deliverer = deliverer(peer)) {
            Outcome.Deferred later = assertInstanceOf(
                    Outcome.Deferred.class, deliver(deliverer, BOB).get(0));
            assertTrue(later.reason().startsWith("LHLO to "), later::reason);
        }
    }

    @Test
    @Rfc("2033#4.2c")
    void aServerThatGoesAheadWithoutRecipientsIsLeft() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    greet(c).expect("MAIL .*");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    c.say("250 OK").say("550 5.1.1 no").say("354 go");
                    assertEquals("", c.readToEnd());
                });
                Deliverer deliverer = deliverer(peer)) {
            assertEquals("5.1.1", status(deliver(deliverer, BOB).get(0)));
        }
    }

    @Test
    void aSocketThatIsNotThereDefersTheMail(@TempDir Path directory) throws Exception {
        try (Deliverer deliverer = deliverer(MailServer.lmtp(directory.resolve("lmtp")))) {
            Outcome.Deferred later = assertInstanceOf(
                    Outcome.Deferred.class, deliver(deliverer, BOB).get(0));
            assertTrue(later.reason().contains(directory.resolve("lmtp").toString()), later::reason);
        }
    }

    @Test
    @Rfc("2033#5c")
    void port25IsSmtps() {
        assertThrows(IllegalArgumentException.class, () -> MailServer.lmtp("127.0.0.1", 25));
    }
}
