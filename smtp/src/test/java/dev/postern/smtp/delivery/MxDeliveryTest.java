package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail to several domains and hosts: all on one port, each host at an address of its own. */
@Timeout(60)
class MxDeliveryTest {
    private static final ZoneResolver DNS =
            ZoneResolver.builder().zone("""
                one.example   MX 10 a.example
                one.example   MX 20 b.example
                two.example   MX 10 a.example
                two.example   MX 20 b.example
                alone.example MX 10 b.example
                null.example  MX 0 .
                a.example     A 127.0.0.2
                b.example     A 127.0.0.3
                """).failing("broken.example").build();

    private static final ScriptedPeer.Script TAKES = c -> take(c, "RCPT TO:<x@one\\.example>");

    private int port;

    @BeforeEach
    void findPort() throws IOException {
        port = FreePort.onLoopback();
    }

    private static void take(ScriptedPeer.Connection c, String... recipients) throws IOException {
        c.greet("PIPELINING");
        takeNext(c, recipients);
    }

    private static void takeNext(ScriptedPeer.Connection c, String... recipients) throws IOException {
        c.expect("MAIL FROM:<susan@example\\.org>");
        for (String recipient : recipients) {
            c.expect(recipient);
        }
        c.expect("DATA");
        c.say("250 OK");
        for (int i = 0; i < recipients.length; i++) {
            c.say("250 OK");
        }
        c.say("354 go").readContent();
        c.say("250 2.0.0 taken");
    }

    private ScriptedPeer peer(String address, ScriptedPeer.Script... scripts) throws IOException {
        return ScriptedPeer.playing(new InetSocketAddress(address, port), scripts);
    }

    /** @param listening who does at this time */
    private Deliverer deliverer(PoolLimits limits, ScriptedPeer... listening) throws IOException {
        Stream.of(listening).forEach(peer -> assertEquals(port, peer.port()));
        MxSettings settings = MxSettings.STANDARD.withPort(port).withPrivateAddresses(true);
        return new Deliverer(new MxRouter(DNS, settings, new Random()), client(), limits);
    }

    private Deliverer deliverer(ScriptedPeer... listening) throws IOException {
        return deliverer(new PoolLimits(2, 10, 100, Duration.ofMinutes(1)), listening);
    }

    private static SmtpClient client() throws IOException {
        Duration patience = Duration.ofSeconds(2);
        return SmtpClient.builder()
                .hello("gateway.example.org")
                .tls(TlsMode.NONE)
                .timeouts(patience, patience, patience, patience)
                .build();
    }

    private static List<Outcome> deliver(Deliverer deliverer, String... recipients) throws Exception {
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse("susan@example.org"))
                .recipients(Stream.of(recipients).map(Address::parse).toList())
                .build();
        return deliverer
                .deliver(envelope, Message.of("x\r\n".getBytes(StandardCharsets.US_ASCII)))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private static void status(String status, Outcome outcome) {
        assertEquals(
                status,
                outcome instanceof Outcome.Deferred deferred
                        ? deferred.status().toString()
                        : assertInstanceOf(Outcome.Bounced.class, outcome)
                                .status()
                                .toString());
    }

    static Stream<Arguments> whatMakesTheNextHostTry() {
        return Stream.of(
                Arguments.of("421 at once", (ScriptedPeer.Script)
                        c -> c.say("421 4.3.2 busy").readToEnd()),
                Arguments.of("450 at once", (ScriptedPeer.Script)
                        c -> c.say("450 busy").readToEnd()),
                Arguments.of("554 at once", (ScriptedPeer.Script)
                        c -> c.say("554 no mail here").readToEnd()),
                Arguments.of("451 to EHLO", (ScriptedPeer.Script) c -> {
                    c.say("220 hi").expect("EHLO .*");
                    c.say("451 later").readToEnd();
                }),
                Arguments.of("silence", (ScriptedPeer.Script) ScriptedPeer.Connection::readToEnd),
                Arguments.of("silence at MAIL", (ScriptedPeer.Script)
                        c -> c.greet("PIPELINING").readToEnd()),
                Arguments.of("end at once", (ScriptedPeer.Script) ScriptedPeer.Connection::close),
                Arguments.of("end behind EHLO", (ScriptedPeer.Script) c -> {
                    c.greet();
                    c.expect("MAIL .*");
                }),
                Arguments.of(
                        "nonsense", (ScriptedPeer.Script) c -> c.say("hello").readToEnd()),
                Arguments.of("421 to MAIL", (ScriptedPeer.Script) c -> {
                    c.greet().expect("MAIL .*");
                    c.say("421 4.3.2 going down").readToEnd();
                }),
                Arguments.of("421 to RCPT", (ScriptedPeer.Script) c -> {
                    c.greet().expect("MAIL .*");
                    c.say("250 OK").expect("RCPT .*");
                    c.say("421 4.3.2 going down").readToEnd();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatMakesTheNextHostTry")
    @Rfc({"5321#5.1", "5321#5.1i"})
    void theNextHostTakesWhatTheFirstCantNow(String what, ScriptedPeer.Script rude) throws Exception {
        try (ScriptedPeer first = peer("127.0.0.2", rude);
                ScriptedPeer second = peer("127.0.0.3", TAKES);
                Deliverer deliverer = deliverer(first, second)) {
            Outcome.Delivered delivered = assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x@one.example").get(0));
            assertEquals("b.example[127.0.0.3]:" + port, delivered.hop().peer());
        }
    }

    @Test
    @Rfc("5321#5.1i")
    void aHostThatIsNotThereLeavesTheMailToTheNextAndTheLastOneIsNamed() throws Exception {
        try (ScriptedPeer second = peer("127.0.0.3", TAKES);
                Deliverer deliverer = deliverer(second)) {
            assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x@one.example").get(0));
        }
        try (Deliverer deliverer = deliverer()) {
            Outcome.Deferred deferred = assertInstanceOf(
                    Outcome.Deferred.class, deliver(deliverer, "x@one.example").get(0));
            status("4.4.1", deferred);
            assertEquals("b.example[127.0.0.3]:" + port, deferred.hop().peer());
        }
    }

    static Stream<Arguments> whatStands() {
        return Stream.of(
                Arguments.of("5.1.1", (ScriptedPeer.Script) c -> answerRecipient(c, "550 5.1.1 who?")),
                Arguments.of("4.2.0", (ScriptedPeer.Script) c -> answerRecipient(c, "450 4.2.0 greylisted")),
                Arguments.of("4.4.2", (ScriptedPeer.Script) c -> {
                    content(c);
                    c.close(); // it may have taken the mail over
                }),
                Arguments.of("4.4.2", (ScriptedPeer.Script) c -> {
                    content(c);
                    c.readToEnd(); // and says nothing
                }),
                Arguments.of("4.3.0", (ScriptedPeer.Script) c -> {
                    content(c);
                    c.say("451 4.3.0 disk");
                }),
                Arguments.of("5.6.0", (ScriptedPeer.Script) c -> {
                    content(c);
                    c.say("554 5.6.0 what a mail");
                }));
    }

    private static void answerRecipient(ScriptedPeer.Connection c, String reply) throws IOException {
        c.greet().expect("MAIL .*");
        c.say("250 OK").expect("RCPT .*");
        c.say(reply).expect("RSET");
        c.say("250 OK");
    }

    private static void content(ScriptedPeer.Connection c) throws IOException {
        c.greet().expect("MAIL .*");
        c.say("250 OK").expect("RCPT .*");
        c.say("250 OK").expect("DATA");
        c.say("354 go").readContent();
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("whatStands")
    @Rfc("5321#5.1i")
    void whatAHostSaysOfTheMailOrTheMailboxStands(String status, ScriptedPeer.Script script) throws Exception {
        try (ScriptedPeer first = peer("127.0.0.2", script);
                ScriptedPeer untouched = peer("127.0.0.3");
                Deliverer deliverer = deliverer(first, untouched)) {
            Outcome outcome = deliver(deliverer, "x@one.example").get(0);
            status(status, outcome);
            assertEquals("a.example[127.0.0.2]:" + port, outcome.hop().peer());
        }
    }

    @Test
    @Rfc("5321#5.1j")
    void recipientsWithTheSameHostsShareATransactionAndTheOthersGetTheirs() throws Exception {
        try (ScriptedPeer first = peer(
                        "127.0.0.2",
                        c -> take(
                                c,
                                "RCPT TO:<x@one\\.example>",
                                "RCPT TO:<y@two\\.example>",
                                "RCPT TO:<z@one\\.example>"));
                ScriptedPeer second = peer("127.0.0.3", c -> take(c, "RCPT TO:<x@alone\\.example>"));
                Deliverer deliverer = deliverer(first, second)) {
            List<Outcome> outcomes = deliver(
                    deliverer,
                    "x@one.example",
                    "x@null.example",
                    "y@two.example",
                    "x@alone.example",
                    "x@broken.example",
                    "z@one.example",
                    "x@nosuch.example");
            assertEquals(7, outcomes.size());
            for (int i : new int[] {0, 2, 3, 5}) {
                assertInstanceOf(Outcome.Delivered.class, outcomes.get(i));
            }
            assertEquals("x@alone.example", outcomes.get(3).recipient().toString());
            assertEquals("b.example[127.0.0.3]:" + port, outcomes.get(3).hop().peer());
            status("5.1.10", outcomes.get(1));
            assertInstanceOf(Outcome.Deferred.class, outcomes.get(4));
            status("4.4.3", outcomes.get(4));
            status("5.1.2", outcomes.get(6));
            assertEquals("nosuch.example", outcomes.get(6).hop().peer());
        }
    }

    @Test
    void onlyWhomAHostTurnsAwayGoesToTheNext() throws Exception {
        try (ScriptedPeer first = peer("127.0.0.2", c -> {
                    c.greet().expect("MAIL .*");
                    c.say("250 OK").expect("RCPT .*");
                    c.say("550 5.1.1 who?").expect("RCPT .*");
                    c.say("421 4.3.2 enough").readToEnd();
                });
                ScriptedPeer second = peer("127.0.0.3", c -> take(c, "RCPT TO:<y@one\\.example>"));
                Deliverer deliverer = deliverer(first, second)) {
            List<Outcome> outcomes = deliver(deliverer, "x@one.example", "y@one.example");
            status("5.1.1", outcomes.get(0));
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(1));
        }
    }

    @Test
    void aConnectionIsUsedAgainForTheSameHost() throws Exception {
        try (ScriptedPeer first = peer("127.0.0.2", c -> {
                    take(c, "RCPT TO:<x@one\\.example>");
                    takeNext(c, "RCPT TO:<y@two\\.example>");
                });
                Deliverer deliverer = deliverer(first)) {
            deliver(deliverer, "x@one.example");
            assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "y@two.example").get(0));
        }
    }

    @Test
    void withinTheTotalAnIdleConnectionMakesRoomForAnotherHost() throws Exception {
        try (ScriptedPeer first = peer("127.0.0.2", c -> {
                    take(c, "RCPT TO:<x@one\\.example>");
                    c.expect("QUIT");
                });
                ScriptedPeer second = peer("127.0.0.3", c -> take(c, "RCPT TO:<x@alone\\.example>"));
                Deliverer deliverer = deliverer(new PoolLimits(1, 1, 100, Duration.ofMinutes(1)), first, second)) {
            deliver(deliverer, "x@one.example");
            assertInstanceOf(
                    Outcome.Delivered.class,
                    deliver(deliverer, "x@alone.example").get(0));
        }
    }

    @Test
    void withinTheTotalABusyConnectionIsWaitedFor() throws Exception {
        try (ScriptedPeer first = peer("127.0.0.2", c -> {
                    take(c, "RCPT TO:<x@one\\.example>");
                    c.expect("QUIT");
                });
                ScriptedPeer second = peer("127.0.0.3", c -> take(c, "RCPT TO:<x@alone\\.example>"));
                Deliverer deliverer = deliverer(new PoolLimits(1, 1, 100, Duration.ofMinutes(1)), first, second)) {
            List<Outcome> outcomes = deliver(deliverer, "x@one.example", "x@alone.example");
            outcomes.forEach(outcome -> assertInstanceOf(Outcome.Delivered.class, outcome));
        }
    }

    @Test
    void aConnectionWithoutMailIsEndedAfterItsTime() throws Exception {
        try (Deliverer deliverer = deliverer(new PoolLimits(1, 1, 100, Duration.ofMillis(10)));
                ScriptedPeer first = peer("127.0.0.2", c -> {
                    take(c, "RCPT TO:<x@one\\.example>");
                    c.expect("QUIT"); // the deliverer is still open then
                    c.say("221 bye").readToEnd();
                })) {
            Outcome.Delivered delivered = assertInstanceOf(
                    Outcome.Delivered.class, deliver(deliverer, "x@one.example").get(0));
            assertEquals("a.example[127.0.0.2]:" + first.port(), delivered.hop().peer());
        }
    }

    @Test
    void aMailThatIsWithdrawnGoesToNoHost() throws Exception {
        try (ScriptedPeer first = peer("127.0.0.2", c -> c.greet().readToEnd());
                ScriptedPeer untouched = peer("127.0.0.3");
                Deliverer deliverer = deliverer(first, untouched)) {
            Envelope envelope =
                    Envelope.of("ID").recipient(Address.parse("x@one.example")).build();
            List<Outcome> outcomes = deliverer
                    .deliver(envelope, Message.of(new byte[0]), () -> false)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            status("4.3.2", outcomes.get(0));
        }
    }

    @Test
    void relaysAreTriedInTheOrderOfTheirList() throws Exception {
        RelayRouter relays =
                new RelayRouter(List.of(MailServer.named("127.0.0.2", port), MailServer.named("127.0.0.3", port)));
        try (ScriptedPeer second =
                        peer("127.0.0.3", c -> take(c, "RCPT TO:<x@one\\.example>", "RCPT TO:<x@null\\.example>"));
                Deliverer deliverer =
                        new Deliverer(relays, client(), new PoolLimits(1, 2, 100, Duration.ofMinutes(1)))) {
            List<Outcome> outcomes = deliver(deliverer, "x@one.example", "x@null.example");
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(0));
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(1));
            assertTrue(outcomes.get(1).hop().peer().equals("127.0.0.3:" + second.port()));
        }
    }
}
