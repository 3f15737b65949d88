package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.LimitTable;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mail that goes to one relay or another, by its sender, its recipients and by chance. All relays are on one port, each at an address of its own. */
@Timeout(60)
class RoutedDeliveryTest {
    private static final String FIRST = "127.0.0.2";
    private static final String SECOND = "127.0.0.3";

    private int port;

    @BeforeEach
    void findPort() throws IOException {
        port = FreePort.onLoopback();
    }

    private ScriptedPeer peer(String address, ScriptedPeer.Script... scripts) throws IOException {
        return ScriptedPeer.playing(new InetSocketAddress(address, port), scripts);
    }

    private static void take(ScriptedPeer.Connection c, String sender, String... recipients) throws IOException {
        c.expect("MAIL FROM:<" + sender + ">");
        for (String recipient : recipients) {
            c.expect("RCPT TO:<" + recipient + ">");
        }
        c.expect("DATA");
        for (int i = 0; i <= recipients.length; i++) {
            c.say("250 OK");
        }
        c.say("354 go").readContent();
        c.say("250 2.0.0 taken");
    }

    private MailServer at(String address) {
        return MailServer.named(address, port);
    }

    private static ClientLogin login(String user) {
        MechanismChoice plain = new MechanismChoice(List.of(LoginMechanism.PLAIN));
        return ClientLogin.byPassword(new Credentials(user, "pencil"), plain, true);
    }

    private static RelayRouter to(String name, MailServer... servers) {
        return new RelayRouter(name, new WeightedServers(List.of(servers), List.of(), new Random()));
    }

    private static SmtpClient client() throws IOException {
        Duration patience = Duration.ofSeconds(5);
        return SmtpClient.builder()
                .hello("gateway.example.org")
                .tls(TlsMode.NONE)
                .timeouts(patience, patience, patience, patience)
                .build();
    }

    private static Deliverer deliverer(Router router) throws IOException {
        return new Deliverer(router, client(), new PoolLimits(1, 10, 100, Duration.ofMinutes(1)));
    }

    private static List<String> deliver(Deliverer deliverer, String sender, String... recipients) throws Exception {
        Envelope envelope = Envelope.of("ID")
                .reversePath(sender.isEmpty() ? null : Address.parse(sender))
                .recipients(Stream.of(recipients).map(Address::parse).toList())
                .build();
        return deliverer
                .deliver(envelope, Message.of(new byte[] {'x', '\r', '\n'}))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .stream()
                .map(outcome -> assertInstanceOf(Outcome.Delivered.class, outcome, outcome::toString))
                .map(delivered -> delivered.hop().peer().substring(0, FIRST.length()))
                .toList();
    }

    @Test
    void aMailGoesInPartsWhereItsRecipientsAndItsSenderAreRouted() throws Exception {
        RouteTable<Router> table = new RouteTable<>();
        table.add(List.of("*.partner.example"), List.of(), to("relay partner", at(SECOND)));
        table.add(List.of(), List.of("<>", "bulk.example"), to("relay bulk", at(SECOND)));
        try (ScriptedPeer first = peer(FIRST, c -> {
                    c.greet("PIPELINING");
                    take(c, "ann@example\\.org", "a@one\\.example", "c@two\\.example");
                    c.expect("QUIT");
                });
                ScriptedPeer second = peer(SECOND, c -> {
                    c.greet("PIPELINING");
                    take(c, "ann@example\\.org", "b@x\\.partner\\.example");
                    take(c, "", "b@one\\.example");
                    take(c, "news@bulk\\.example", "b@one\\.example");
                    c.expect("QUIT");
                });
                Deliverer deliverer = deliverer(new TableRouter(table, to("relay", at(FIRST))))) {
            assertEquals(first.port(), second.port());
            assertEquals(
                    List.of(FIRST, SECOND, FIRST),
                    deliver(deliverer, "ann@example.org", "a@one.example", "b@x.partner.example", "c@two.example"));
            assertEquals(List.of(SECOND), deliver(deliverer, "", "b@one.example"));
            assertEquals(List.of(SECOND), deliver(deliverer, "news@bulk.example", "b@one.example"));
        }
    }

    /** Each mail comes back to its sender with its first recipient in the tag. */
    private record Tagged(boolean isForEachRecipient) implements ReturnPaths {
        @Override
        public Envelope onTheWire(Envelope transaction) {
            Address sender = Objects.requireNonNull(transaction.reversePath());
            String tag = transaction.recipients().get(0).localPart()
                    + transaction.recipients().size();
            return transaction.toBuilder()
                    .reversePath(new Address(sender.localPart() + '+' + tag, sender.domain()))
                    .build();
        }
    }

    private Deliverer tagging(boolean each) throws IOException {
        RouteTable<Router> table = new RouteTable<>();
        table.add(List.of(), List.of("ann@example.org"), to("relay ann", at(FIRST)));
        return new Deliverer(
                new TableRouter(table, to("relay", at(SECOND))),
                client(),
                new PoolLimits(1, 10, 100, Duration.ofMinutes(1)),
                LimitTable.EMPTY,
                DailyCount.NONE,
                new Tagged(each));
    }

    @Test
    void aReturnPathIsOfTheTransactionAndTheRouteOfTheSender() throws Exception {
        try (ScriptedPeer peer = peer(FIRST, c -> {
                    c.greet("PIPELINING");
                    take(c, "ann\\+a2@example\\.org", "a@one\\.example", "b@two\\.example");
                    c.expect("QUIT");
                });
                Deliverer deliverer = tagging(false)) {
            assertEquals(port, peer.port());
            assertEquals(
                    List.of(FIRST, FIRST), deliver(deliverer, "ann@example.org", "a@one.example", "b@two.example"));
        }
    }

    @Test
    void whereEachHasAReturnPathEachHasATransaction() throws Exception {
        try (ScriptedPeer peer = peer(FIRST, c -> {
                    c.greet("PIPELINING");
                    take(c, "ann\\+a1@example\\.org", "a@one\\.example");
                    take(c, "ann\\+b1@example\\.org", "b@one\\.example");
                    c.expect("QUIT");
                });
                Deliverer deliverer = tagging(true)) {
            assertEquals(port, peer.port());
            assertEquals(
                    List.of(FIRST, FIRST), deliver(deliverer, "ann@example.org", "a@one.example", "b@one.example"));
        }
    }

    @Test
    void aLoginIsShownToTheServerThatItIsForAndOnItsConnectionsAlone() throws Exception {
        RouteTable<Router> table = new RouteTable<>();
        table.add(
                List.of("susan.example"), List.of(), to("relay susan", at(FIRST).withLogin(login("susan"))));
        table.add(List.of("bob.example"), List.of(), to("relay bob", at(FIRST).withLogin(login("bob"))));
        ScriptedPeer.Script asSusan = c -> {
            c.greet("PIPELINING", "AUTH PLAIN");
            c.expect("AUTH PLAIN AHN1c2FuAHBlbmNpbA==");
            c.say("235 2.7.0 welcome");
            take(c, "ann@example\\.org", "x@susan\\.example");
            c.expect("QUIT");
        };
        ScriptedPeer.Script asBob = c -> {
            c.greet("PIPELINING", "AUTH PLAIN");
            c.expect("AUTH PLAIN AGJvYgBwZW5jaWw=");
            c.say("235 2.7.0 welcome");
            take(c, "ann@example\\.org", "x@bob\\.example");
            c.expect("QUIT");
        };
        ScriptedPeer.Script asNobody = c -> {
            c.greet("PIPELINING", "AUTH PLAIN");
            take(c, "ann@example\\.org", "x@other\\.example");
            c.expect("QUIT");
        };
        try (ScriptedPeer peer = peer(FIRST, asSusan, asBob, asNobody)) {
            assertEquals(port, peer.port());
            for (String domain : List.of("susan", "bob", "other")) { // one after the other, as the scripts are
                try (Deliverer deliverer = deliverer(new TableRouter(table, to("relay", at(FIRST))))) {
                    deliver(deliverer, "ann@example.org", "x@" + domain + ".example");
                }
            }
        }
    }

    @Test
    void aConnectionWithALoginIsNotUsedByMailThatHasNone() throws Exception {
        RouteTable<Router> table = new RouteTable<>();
        table.add(
                List.of("susan.example"), List.of(), to("relay susan", at(FIRST).withLogin(login("susan"))));
        Router router = new PolicyRouter(
                new TableRouter(table, to("relay", at(FIRST))), TlsPolicyTable.parse(List.of(), TlsMode.NONE));
        try (ScriptedPeer first = peer(
                        FIRST,
                        c -> {
                            c.greet("PIPELINING", "AUTH PLAIN");
                            c.expect("AUTH PLAIN AHN1c2FuAHBlbmNpbA==");
                            c.say("235 2.7.0 welcome");
                            take(c, "ann@example\\.org", "x@susan\\.example");
                            take(c, "ann@example\\.org", "x@susan\\.example");
                        },
                        c -> {
                            c.greet("PIPELINING", "AUTH PLAIN");
                            take(c, "ann@example\\.org", "x@other\\.example");
                            c.expect("QUIT");
                        });
                Deliverer deliverer = deliverer(router)) {
            assertEquals(port, first.port());
            deliver(deliverer, "ann@example.org", "x@susan.example");
            deliver(deliverer, "ann@example.org", "x@susan.example");
            deliver(deliverer, "ann@example.org", "x@other.example");
        }
    }

    @Test
    void aRelayThatIsDownLeavesItsShareToTheOthers() throws Exception {
        WeightedServers relays = new WeightedServers(List.of(at(FIRST), at(SECOND)), List.of(1, 0), new Random());
        try (ScriptedPeer second = peer(SECOND, c -> {
                    c.greet("PIPELINING");
                    take(c, "ann@example\\.org", "x@one\\.example");
                    take(c, "ann@example\\.org", "x@one\\.example");
                    c.expect("QUIT");
                });
                Deliverer deliverer = deliverer(new RelayRouter("relay", relays))) {
            assertEquals(port, second.port());
            assertEquals(List.of(SECOND), deliver(deliverer, "ann@example.org", "x@one.example"));
            assertEquals(List.of(SECOND), deliver(deliverer, "ann@example.org", "x@one.example"));
        }
    }

    @Test
    void aClientForAnyServerTakesNoLogin() {
        SmtpClient.Builder builder =
                SmtpClient.builder().hello("gateway.example.org").credentials(new Credentials("susan", "pencil"));
        assertThrows(IllegalStateException.class, builder::build);
    }

    @Test
    void aLoginOfTheClientGoesToNoOtherServer() throws Exception {
        try (ScriptedPeer other = ScriptedPeer.playing(c -> {
                    c.greet("AUTH PLAIN");
                    c.expect("QUIT");
                });
                SmtpClient client = SmtpClient.builder("relay.example.org", other.port())
                        .hello("gateway.example.org")
                        .tls(TlsMode.NONE)
                        .plaintextAuth(true)
                        .credentials(new Credentials("susan", "pencil"))
                        .build()) {
            client.connect(MailServer.named("localhost", other.port()))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .quit();
        }
    }
}
