package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of a mail for each recipient, with servers of every kind of rudeness. */
@Timeout(60)
class DelivererTest {
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Address CAROL = Address.parse("carol@example.net");

    private static Deliverer deliverer(ScriptedPeer peer, TlsMode tls) throws Exception {
        return deliverer(SmtpClient.builder("127.0.0.1", peer.port()).tls(tls));
    }

    private static Deliverer deliverer(SmtpClient.Builder client) throws Exception {
        return deliverer(client, Duration.ofSeconds(15));
    }

    private static Deliverer deliverer(SmtpClient.Builder client, Duration patience) throws Exception {
        return new Deliverer(
                client.hello("gateway.example.org")
                        .timeouts(patience, patience, patience, patience)
                        .build(),
                1,
                100);
    }

    private static Message message(String content) {
        return Message.of(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Outcome> deliver(Deliverer deliverer, String content, Address... recipients) throws Exception {
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse("susan@example.org"))
                .recipients(List.of(recipients))
                .build();
        return deliverer
                .deliver(envelope, message(content))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static void bounced(Outcome outcome, String status) {
        assertEquals(
                status,
                assertInstanceOf(Outcome.Bounced.class, outcome).status().toString());
    }

    private static String deferred(Outcome outcome, String status) {
        Outcome.Deferred deferred = assertInstanceOf(Outcome.Deferred.class, outcome);
        assertEquals(status, deferred.status().toString());
        return deferred.reason();
    }

    @Test
    @Rfc({"2920#3.1", "5321#3.3", "5321#4.5.2", "1870#6.2"})
    void sendsInOneFlightAndTellsEachRecipientsFate() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("PIPELINING", "SIZE 1000", "ENHANCEDSTATUSCODES");
                    c.expect("MAIL FROM:<susan@example\\.org> SIZE=16");
                    c.expect("RCPT TO:<bob@example\\.net>");
                    c.expect("RCPT TO:<carol@example\\.net>");
                    c.expect("DATA");
                    c.say("250 2.1.0 OK")
                            .say("250 2.1.5 OK")
                            .say("550 5.1.1 No such user")
                            .say("354 Go");
                    assertEquals("..\r\n..x\r\nlast line\r\n", c.readContent());
                    c.say("250 2.0.0 Taken");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            List<Outcome> outcomes = deliver(deliverer, ".\r\n.x\r\nlast line", BOB, CAROL);
            Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, outcomes.get(0));
            assertEquals(BOB, delivered.recipient());
            assertEquals("250 2.0.0 Taken", delivered.reply().toString());
            assertEquals("127.0.0.1:" + peer.port(), delivered.hop().peer());
            assertEquals(CAROL, outcomes.get(1).recipient());
            bounced(outcomes.get(1), "5.1.1");
        }
    }

    @Test
    @Rfc({"5321#3.2", "5321#2.2.1"})
    void speaksHeloAndStepByStepWithAnOldServer() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.say("220 old").expect("EHLO gateway\\.example\\.org");
                    c.say("500 what?").expect("HELO gateway\\.example\\.org");
                    c.say("250").expect("MAIL FROM:<susan@example\\.org>");
                    c.say("250 OK").expect("RCPT TO:<bob@example\\.net>");
                    c.say("450 busy").expect("RCPT TO:<carol@example\\.net>");
                    c.say("250 OK").expect("DATA");
                    c.say("354 go").readContent();
                    c.say("250");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.OPPORTUNISTIC)) {
            List<Outcome> outcomes = deliver(deliverer, "x\r\n", BOB, CAROL);
            deferred(outcomes.get(0), "4.0.0");
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(1));
        }
    }

    @Test
    @Rfc("2920#3.1")
    void sendsALoneDotWhereAServerGoesAheadWithoutRecipients() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("PIPELINING");
                    c.expect("MAIL .*");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    c.say("250 OK").say("550 5.7.1 no").say("354 go");
                    assertEquals("", c.readContent());
                    c.say("554 no recipients").expect("RSET");
                    c.say("250 OK").expect("MAIL .*");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    c.say("452 4.3.1 full").say("503 no").say("503 no");
                    c.expect("RSET");
                    c.say("250 OK");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            bounced(deliver(deliverer, "x\r\n", BOB).get(0), "5.7.1");
            deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.3.1");
        }
    }

    @Test
    @Rfc("5321#4.2.5b")
    void theReplyToTheContentCountsForAllWhoWereAccepted() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("PIPELINING");
                    for (int i = 0; i < 4; i++) {
                        c.expect("(MAIL|RCPT|DATA).*");
                    }
                    c.say("250 OK")
                            .say("250 OK")
                            .say("451 4.2.1 later")
                            .say("354 go")
                            .readContent();
                    c.say("554 5.7.1 spam");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            List<Outcome> outcomes = deliver(deliverer, "x\r\n", BOB, CAROL);
            bounced(outcomes.get(0), "5.7.1");
            deferred(outcomes.get(1), "4.2.1");
        }
    }

    @Test
    void aServerThatIsNotThereDefersTheMail() throws Exception {
        int port;
        try (ScriptedPeer gone = ScriptedPeer.playing()) {
            port = gone.port();
        }
        try (Deliverer deliverer = deliverer(SmtpClient.builder("127.0.0.1", port))) {
            String reason = deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.4.1");
            assertTrue(reason.contains("127.0.0.1:" + port), reason);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250 OK\r\n250-OK\r\n550 mixed\r\n",
                "hello\r\n",
                "250 OK\n",
                "250 OK\r\r\n",
                "250 O\0K\r\n",
                "99\r\n",
                "2500 OK\r\n",
            })
    @Rfc("5321#4.2.1")
    void aServerThatBreaksTheProtocolDefersTheMailAndLosesTheConnection(String replies) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("PIPELINING");
                    c.expect("MAIL .*");
                    c.send(replies);
                    c.readToEnd();
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.5.0");
        }
    }

    @Test
    @Rfc("5321#4.5.3.2")
    void silenceInAnyStepDefersTheMail() throws Exception {
        ScriptedPeer.Script silentAtOnce = c -> c.readToEnd();
        ScriptedPeer.Script silentAtMail = c -> c.greet("PIPELINING").readToEnd();
        ScriptedPeer.Script silentAtTheEnd = c -> {
            c.greet();
            c.expect("MAIL .*");
            c.say("250").expect("RCPT .*");
            c.say("250").expect("DATA");
            c.say("354").readContent();
            c.readToEnd();
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(silentAtOnce, silentAtMail, silentAtTheEnd);
                Deliverer deliverer = deliverer(
                        SmtpClient.builder("127.0.0.1", peer.port()).tls(TlsMode.NONE), Duration.ofSeconds(1))) {
            for (int i = 0; i < 3; i++) {
                String reason = deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.4.2");
                assertTrue(reason.contains("did not answer in time"), reason);
            }
        }
    }

    @Test
    @Rfc("5321#3.8d")
    void aLostConnectionDefersTheMail() throws Exception {
        ScriptedPeer.Script resetInContent = c -> {
            c.greet("PIPELINING");
            c.expect("MAIL .*");
            c.expect("RCPT .*");
            c.expect("DATA");
            c.say("250").say("250").say("354").reset();
        };
        ScriptedPeer.Script closeAtOnce = ScriptedPeer.Connection::close;
        try (ScriptedPeer peer = ScriptedPeer.playing(resetInContent, closeAtOnce);
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            deferred(deliver(deliverer, "x\r\n".repeat(100_000), BOB).get(0), "4.4.2");
            deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.4.2");
        }
    }

    @Test
    void anIdleConnectionThatTheServerClosedCostsNoAttempt() throws Exception {
        ScriptedPeer.Script oneMail = c -> {
            c.greet("PIPELINING");
            c.expect("MAIL .*");
            c.expect("RCPT .*");
            c.expect("DATA");
            c.say("250").say("250").say("354").readContent();
            c.say("250 2.0.0 OK");
        };
        ScriptedPeer.Script staleAtTheSecond = c -> {
            oneMail.play(c);
            c.expect("MAIL .*");
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(staleAtTheSecond, oneMail);
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x\r\n", BOB).get(0));
            assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x\r\n", BOB).get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare\nLF\r\n", "bare\rCR\r\n", "NUL\0\r\n", "CR at the end\r", "\n.\r\n", "x\r\n.\rx"})
    @Rfc("5321#2.3.8")
    void anAmbiguousMessageIsNeverSentToItsEnd(String content) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("PIPELINING");
                    c.expect("MAIL .*");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    c.say("250").say("250").say("354");
                    assertEquals("", c.readToEnd());
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            bounced(deliver(deliverer, content, BOB).get(0), "5.6.0");
        }
    }

    @Test
    @Rfc("1870#6.2")
    void aMessageLargerThanTheServerTakesIsNotSent() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet("SIZE 10").expect("QUIT"));
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            bounced(deliver(deliverer, "more than ten octets\r\n", BOB).get(0), "5.3.4");
        }
    }

    @Test
    @Rfc("3207#4.1b")
    void requiredTlsThatIsNotOfferedDefersTheMail() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet().readToEnd());
                Deliverer deliverer = deliverer(peer, TlsMode.REQUIRED)) {
            String reason = deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.7.4");
            assertTrue(reason.contains("offers no STARTTLS"), reason);
        }
    }

    @Test
    @Rfc("3207#6b")
    void bytesBehindTheReplyToStartTlsAreNotTakenForTls() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("STARTTLS").expect("STARTTLS");
                    c.send("220 go\r\n250-injected\r\n250 AUTH PLAIN");
                    c.readToEnd();
                });
                Deliverer deliverer = deliverer(peer, TlsMode.OPPORTUNISTIC)) {
            deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.7.5");
        }
    }

    @Test
    @Rfc("4616#5")
    void aPasswordIsNotSentInPlaintextUnlessThatIsAllowed() throws Exception {
        Credentials susan = new Credentials("susan", "secret");
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        c -> c.greet("AUTH PLAIN LOGIN").expect("QUIT"), // the next client waits until this one is gone
                        c -> {
                            c.greet("AUTH LOGIN").expect("AUTH LOGIN");
                            c.say("334 VXNlcm5hbWU6").expect("c3VzYW4=");
                            c.say("334 UGFzc3dvcmQ6").expect("c2VjcmV0");
                            c.say("535 5.7.8 wrong").readToEnd();
                        });
                Deliverer careful = deliverer(SmtpClient.builder("127.0.0.1", peer.port())
                        .tls(TlsMode.NONE)
                        .credentials(susan));
                Deliverer careless = deliverer(SmtpClient.builder("127.0.0.1", peer.port())
                        .tls(TlsMode.NONE)
                        .credentials(susan)
                        .plaintextAuth(true))) {
            deferred(deliver(careful, "x\r\n", BOB).get(0), "4.7.11");
            String reason = deferred(deliver(careless, "x\r\n", BOB).get(0), "4.7.8");
            assertTrue(reason.contains("susan") && !reason.contains("secret"), reason);
        }
    }

    @Test
    @Rfc({"4954#4", "4616#2"})
    void authPlainCarriesNameAndPasswordBeforeTheFirstMail() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("PIPELINING", "AUTH LOGIN PLAIN").expect("AUTH PLAIN AHN1c2FuAHPDqWNyZXQ=");
                    c.say("235 2.7.0 welcome").expect("MAIL .*");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    c.say("250").say("250").say("354").readContent();
                    c.say("250");
                });
                Deliverer deliverer = deliverer(SmtpClient.builder("127.0.0.1", peer.port())
                        .tls(TlsMode.NONE)
                        .credentials(new Credentials("susan", "sécret"))
                        .plaintextAuth(true))) {
            assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x\r\n", BOB).get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rfc({"3030#3", "3030#3b"})
    void binaryContentGoesByBdatOnceARecipientIsAccepted(boolean pipelining) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("CHUNKING", "BINARYMIME", pipelining ? "PIPELINING" : "HELP");
                    c.expect("MAIL FROM:<> BODY=BINARYMIME");
                    c.say("250").expect("RCPT .*");
                    c.say("450").expect("RSET");
                    c.say("250").expect("MAIL FROM:<> BODY=BINARYMIME");
                    c.say("250").expect("RCPT .*");
                    c.say("250").expect("BDAT 5 LAST");
                    assertEquals("a\0\nb\r", c.read(5));
                    c.say("250");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            assertInstanceOf(Outcome.Deferred.class, deliverBinary(deliverer));
            assertInstanceOf(Outcome.Delivered.class, deliverBinary(deliverer));
        }
    }

    private static Outcome deliverBinary(Deliverer deliverer) throws Exception {
        Envelope envelope =
                Envelope.of("ID").recipient(BOB).body(Envelope.Body.BINARY_MIME).build();
        return deliverer
                .deliver(envelope, message("a\0\nb\r"))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .get(0);
    }

    @Test
    @Rfc({"5321#4.5.5b", "6152#3"})
    void theNullReversePathAndTheBodyGoAlong() throws Exception {
        Envelope envelope = Envelope.of("ID")
                .recipient(BOB)
                .body(Envelope.Body.EIGHT_BIT_MIME)
                .build();
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("8BITMIME").expect("MAIL FROM:<> BODY=8BITMIME");
                    c.say("250").expect("RCPT .*");
                    c.say("250").expect("DATA");
                    c.say("354");
                    assertEquals("gr\u00fc\u00dfe\r\n", c.readContent());
                    c.say("250");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            assertInstanceOf(
                    Outcome.Delivered.class,
                    deliverer
                            .deliver(envelope, message("gr\u00fc\u00dfe\r\n"))
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS)
                            .get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"554 no mail here", "421 4.3.2 busy", "250 hello?"})
    @Rfc({"5321#3.1b", "5321#3.8b"})
    void aServerThatDoesNotGreetGetsQuitAndTheMailIsDeferred(String greeting) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        c -> assertEquals("QUIT\r\n", c.say(greeting).readToEnd()));
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.3.2");
        }
    }

    @Test
    @Rfc({"5321#4.3.2b", "5321#4.2"})
    void anUnknownCodeCountsByItsFirstDigitAndTextByNothing() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet().expect("MAIL .*");
                    c.say("259 rejected, denied, failed").expect("RCPT .*");
                    c.say("266").expect("RCPT .*");
                    c.say("599 OK").expect("DATA");
                    c.say("354 no").readContent();
                    c.say("299 550 5.1.1 spam");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            List<Outcome> outcomes = deliver(deliverer, "x\r\n", BOB, CAROL);
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(0));
            bounced(outcomes.get(1), "5.0.0");
        }
    }

    @Test
    @Rfc({"5321#3.8c", "5321#4.1.1.10b"})
    void aServerThatGoesAwayInAMailGetsQuitAndTheNextMailAnotherConnection() throws Exception {
        ScriptedPeer.Script goingAway = c -> {
            c.greet().expect("MAIL .*");
            c.say("250").expect("RCPT .*");
            c.say("421 4.3.2 shutting down").expect("QUIT");
            c.say("221 bye").readToEnd();
        };
        ScriptedPeer.Script staying = c -> {
            c.greet().expect("MAIL .*");
            c.say("250").expect("RCPT .*");
            c.say("250").expect("DATA");
            c.say("354").readContent();
            c.say("250");
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(goingAway, staying);
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.3.2");
            assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x\r\n", BOB).get(0));
        }
    }

    @Test
    @Rfc("3207#4c")
    void aServerThatCannotStartTlsNowDefersTheMail() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("STARTTLS").expect("STARTTLS");
                    c.say("454 4.7.0 not now");
                    assertEquals("QUIT\r\n", c.readToEnd());
                });
                Deliverer deliverer = deliverer(peer, TlsMode.OPPORTUNISTIC)) {
            deferred(deliver(deliverer, "x\r\n", BOB).get(0), "4.7.4");
        }
    }

    @Test
    void repliesMayComeOctetByOctet() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.dribble("220-slow\r\n220 server\r\n").expect("EHLO .*");
                    c.dribble("250-slow\r\n250-\r\n250 PIPELINING\r\n").expect("MAIL .*");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    c.dribble("250\r\n250 2.1.5 OK\r\n354 go\r\n").readContent();
                    c.dribble("250-2.0.0 all\r\n250 2.0.0 well\r\n");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            Outcome.Delivered delivered = assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x\r\n", BOB).get(0));
            assertEquals("250 2.0.0 all well", delivered.reply().toString());
        }
    }

    @Test
    void aMailThatIsWithdrawnWhileItWaitsIsNotSent() throws Exception {
        AtomicBoolean wanted = new AtomicBoolean(true);
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("PIPELINING");
                    c.expect("MAIL FROM:<susan@example\\.org>");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    wanted.set(false);
                    c.say("250 OK").say("250 OK").say("354 go").readContent();
                    c.say("250 OK").expect("MAIL FROM:<trent@example\\.org>");
                    c.expect("RCPT .*");
                    c.expect("DATA");
                    c.say("250 OK").say("250 OK").say("354 go").readContent();
                    c.say("250 OK");
                });
                Deliverer deliverer = deliverer(peer, TlsMode.NONE)) {
            Envelope.Builder envelope = Envelope.of("ID").recipient(BOB);
            var sent = deliverer.deliver(
                    envelope.reversePath(Address.parse("susan@example.org")).build(), message("x\r\n"), () -> true);
            var withdrawn = deliverer.deliver(envelope.build(), message("y\r\n"), wanted::get);
            var last = deliverer.deliver(
                    envelope.reversePath(Address.parse("trent@example.org")).build(), message("z\r\n"));
            String reason = deferred(
                    withdrawn.toCompletableFuture().get(20, TimeUnit.SECONDS).get(0), "4.3.2");
            assertEquals("withdrawn before it was sent", reason);
            assertInstanceOf(
                    Outcome.Delivered.class,
                    sent.toCompletableFuture().get(20, TimeUnit.SECONDS).get(0));
            assertInstanceOf(
                    Outcome.Delivered.class,
                    last.toCompletableFuture().get(20, TimeUnit.SECONDS).get(0));
        }
    }
}
