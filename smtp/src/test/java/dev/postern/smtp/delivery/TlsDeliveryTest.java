package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.client.TlsResult;
import dev.postern.smtp.server.Honours;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How connections are protected, by the domain of the mail and by what the mail demands. All hosts are on one port, at addresses of their own. */
@Timeout(120)
class TlsDeliveryTest {
    private static final TlsFixture HOSTS = TlsFixture.forHost("*.mx.example");
    private static final TlsFixture STRANGER = TlsFixture.forHost("stranger.example");
    private static final ZoneResolver DNS = ZoneResolver.builder().zone("""
                bank.example  MX 10 a.mx.example
                shop.example  MX 10 a.mx.example
                both.example  MX 10 a.mx.example
                both.example  MX 20 b.mx.example
                a.mx.example  A 127.0.0.2
                b.mx.example  A 127.0.0.3
                """).build();

    private final List<SmtpServer> servers = new ArrayList<>();
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private int port;

    @BeforeEach
    void findPort() throws IOException {
        port = FreePort.onLoopback();
    }

    @AfterEach
    void stop() {
        servers.forEach(SmtpServer::close);
    }

    /** Takes mail at this address; without a certificate in plaintext only. */
    private void serve(String address, @Nullable TlsFixture certificate, boolean requireTls) throws IOException {
        MailSink sink = new MailSink() {
            @Override
            public CompletionStage<Reply> accept(Envelope envelope, Message message) {
                message.close();
                taken.add(address);
                return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
            }

            @Override
            public Honours honours() {
                return new Honours(requireTls, null, false, false);
            }
        };
        SmtpServerBuilder server = SmtpServer.builder(sink)
                .listen(new InetSocketAddress(address, port))
                .hostname("mx.example");
        if (certificate != null) {
            server.tls(ServerTls.from(List.of(certificate.keystore()), certificate.password()));
        }
        servers.add(server.start());
    }

    private Deliverer deliverer(TlsMode byDefault, String... policy) throws IOException {
        MxSettings settings = MxSettings.STANDARD.withPort(port).withPrivateAddresses(true);
        return deliverer(new MxRouter(DNS, settings, new Random()), HOSTS, byDefault, policy);
    }

    private static Deliverer deliverer(Router router, TlsFixture trusted, TlsMode byDefault, String... policy)
            throws IOException {
        Duration patience = Duration.ofSeconds(20);
        SmtpClient client = SmtpClient.builder()
                .hello("gateway.example.org")
                .tls(byDefault)
                .trust(trusted.truststore(), trusted.password())
                .timeouts(patience, patience, patience, patience)
                .build();
        return new Deliverer(
                new PolicyRouter(router, TlsPolicyTable.parse(List.of(policy), byDefault)),
                client,
                new PoolLimits(2, 10, 100, Duration.ofMinutes(1)));
    }

    private static List<Outcome> deliver(Deliverer deliverer, boolean requireTls, String... recipients)
            throws Exception {
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse("susan@example.org"))
                .recipients(Stream.of(recipients).map(Address::parse).toList())
                .demands(Demands.NONE.withRequireTls(requireTls))
                .build();
        return deliverer
                .deliver(envelope, Message.of(new byte[] {'x', '\r', '\n'}))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** A status code, or how it was delivered. */
    private static String told(Outcome outcome) {
        if (outcome instanceof Outcome.Delivered delivered) {
            return delivered.hop().tls() == null ? "plaintext" : "TLS";
        }
        return outcome instanceof Outcome.Deferred deferred
                ? deferred.status().toString()
                : ((Outcome.Bounced) outcome).status().toString();
    }

    @ParameterizedTest
    @CsvSource({
        // level, certificate, what comes of it, how it is counted
        "none, right, plaintext, NOT_TRIED",
        "none, absent, plaintext, NOT_TRIED",
        "opportunistic, wrong, TLS, SECURED",
        "opportunistic, absent, plaintext, NOT_OFFERED",
        "encrypted, right, TLS, SECURED",
        "encrypted, wrong, TLS, SECURED",
        "encrypted, absent, 4.7.4, NOT_OFFERED",
        "required, right, TLS, SECURED",
        "required, wrong, 4.7.5, CERTIFICATE",
        "required, absent, 4.7.4, NOT_OFFERED",
    })
    @Rfc({"3207#4.1", "3207#4.1b", "3207#4d"})
    void aDomainGetsItsLevel(String level, String certificate, String told, TlsResult result) throws Exception {
        serve("127.0.0.2", certificate.equals("right") ? HOSTS : certificate.equals("wrong") ? STRANGER : null, false);
        TlsMode other = level.equals("none") ? TlsMode.OPPORTUNISTIC : TlsMode.NONE;
        try (Deliverer deliverer = deliverer(other, "bank.example:" + level)) {
            assertEquals(told, told(deliver(deliverer, false, "x@bank.example").get(0)));
            TlsMode mode = TlsMode.valueOf(level.toUpperCase(Locale.ROOT));
            for (TlsMode each : TlsMode.values()) {
                for (TlsResult any : TlsResult.values()) {
                    assertEquals(
                            each == mode && any == result ? 1 : 0,
                            deliverer.tlsResults().of(each, any),
                            each + " " + any);
                }
            }
        }
    }

    @Test
    void domainsOfDifferentLevelsShareNeitherTransactionNorConnection() throws Exception {
        serve("127.0.0.2", STRANGER, false);
        try (Deliverer deliverer = deliverer(TlsMode.OPPORTUNISTIC, "bank.example:required")) {
            List<Outcome> outcomes = deliver(deliverer, false, "x@bank.example", "x@shop.example");
            assertEquals(
                    List.of("4.7.5", "TLS"),
                    outcomes.stream().map(TlsDeliveryTest::told).toList());
            assertEquals(
                    "4.7.5",
                    told(deliver(deliverer, false, "x@bank.example").get(0)),
                    "an idle connection was not used");
            assertEquals("TLS", told(deliver(deliverer, false, "x@shop.example").get(0)));
            assertEquals(1, deliverer.tlsResults().of(TlsMode.OPPORTUNISTIC, TlsResult.SECURED));
            assertEquals(2, deliverer.tlsResults().of(TlsMode.REQUIRED, TlsResult.CERTIFICATE));
        }
        assertEquals(List.of("127.0.0.2", "127.0.0.2"), taken);
    }

    @Test
    @Rfc("3207#4.1b")
    void theNextHostIsTriedWhereTheLevelCantBeHad() throws Exception {
        serve("127.0.0.2", null, false);
        serve("127.0.0.3", HOSTS, false);
        try (Deliverer deliverer = deliverer(TlsMode.OPPORTUNISTIC, "both.example:required")) {
            assertEquals("TLS", told(deliver(deliverer, false, "x@both.example").get(0)));
        }
        assertEquals(List.of("127.0.0.3"), taken);
    }

    @Test
    @Rfc("3207#4c")
    void aServerThatRefusesStarttlsIsCounted() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(new InetSocketAddress("127.0.0.2", port), c -> {
                    c.greet("STARTTLS").expect("STARTTLS");
                    c.say("454 4.7.0 not now").expect("QUIT");
                });
                Deliverer deliverer = deliverer(TlsMode.OPPORTUNISTIC)) {
            assertEquals(port, peer.port());
            assertEquals(
                    "4.7.4", told(deliver(deliverer, false, "x@bank.example").get(0)));
            assertEquals(1, deliverer.tlsResults().of(TlsMode.OPPORTUNISTIC, TlsResult.REFUSED));
        }
    }

    @ParameterizedTest
    @CsvSource({"none, 5.7.10", "opportunistic, TLS", "encrypted, TLS", "required, TLS"})
    @Rfc("8689#4.2.1")
    void aMailThatRequiresTlsGoesByAVerifiedConnectionWhateverTheLevel(String level, String told) throws Exception {
        serve("127.0.0.2", HOSTS, true);
        try (Deliverer deliverer = deliverer(TlsMode.NONE, "bank.example:" + level)) {
            assertEquals(
                    level.equals("none") ? "plaintext" : "TLS",
                    told(deliver(deliverer, false, "x@bank.example").get(0)));
            assertEquals(told, told(deliver(deliverer, true, "x@bank.example").get(0)));
            long verified = deliverer.tlsResults().of(TlsMode.REQUIRED, TlsResult.SECURED);
            assertEquals(level.equals("none") ? 0 : 1, verified);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // the certificate of the first host, whether it offers REQUIRETLS; what the mail gets from it alone
        "wrong, true, 5.7.10",
        "absent, false, 5.7.10",
        "right, false, 5.7.30",
    })
    @Rfc({"8689#4.2.1", "8689#4.2.1b", "8689#4.2.1d"})
    void everyHostIsTriedForOneThatIsSafe(String certificate, boolean offered, String told) throws Exception {
        serve(
                "127.0.0.2",
                certificate.equals("right") ? HOSTS : certificate.equals("wrong") ? STRANGER : null,
                offered);
        serve("127.0.0.3", HOSTS, true);
        try (Deliverer deliverer = deliverer(TlsMode.OPPORTUNISTIC)) {
            assertEquals(told, told(deliver(deliverer, true, "x@bank.example").get(0)));
            assertEquals("TLS", told(deliver(deliverer, true, "x@both.example").get(0)));
        }
        assertEquals(List.of("127.0.0.3"), taken);
    }

    @Test
    @Rfc("8689#4.2.1d")
    void aMailWaitsForAHostThatMayBeSafe() throws Exception {
        serve("127.0.0.3", STRANGER, false);
        try (Deliverer deliverer = deliverer(TlsMode.OPPORTUNISTIC)) {
            assertEquals(
                    "4.4.1", told(deliver(deliverer, true, "x@both.example").get(0)));
        }
        try (ScriptedPeer busy = ScriptedPeer.playing(
                        new InetSocketAddress("127.0.0.2", port),
                        c -> c.say("421 4.3.2 busy").readToEnd());
                Deliverer deliverer = deliverer(TlsMode.OPPORTUNISTIC)) {
            assertEquals(port, busy.port());
            assertEquals(
                    "4.3.2", told(deliver(deliverer, true, "x@both.example").get(0)));
        }
        assertEquals(List.of(), taken);
    }

    @Test
    @Rfc("8689#4.2.1d")
    void aConnectionThatIsLostInTheHandshakeSaysNothingOfTheHost() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(new InetSocketAddress("127.0.0.2", port), c -> {
                    c.greet("STARTTLS").expect("STARTTLS");
                    c.say("220 go").close();
                });
                Deliverer deliverer = deliverer(TlsMode.OPPORTUNISTIC)) {
            assertEquals(port, peer.port());
            assertEquals(
                    "4.7.5", told(deliver(deliverer, true, "x@bank.example").get(0)));
            assertEquals(1, deliverer.tlsResults().of(TlsMode.REQUIRED, TlsResult.FAILED));
        }
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc({"3207#4.1", "8689#4.2.1b"})
    void postfixIsHeldToTheLevelOfTheDomain() throws Exception {
        TlsFixture localhost = TlsFixture.get();
        try (Postfix postfix = Postfix.builder()
                        .mailboxes("bob@bank.example", "bob@shop.example", "bob@old.example")
                        .tls(localhost)
                        .start();
                Deliverer trusting = deliverer(relay(postfix), localhost, TlsMode.NONE, "bank.example:required");
                Deliverer wary = deliverer(
                        relay(postfix), STRANGER, TlsMode.NONE, "bank.example:required", "shop.example:encrypted")) {
            assertEquals(
                    "TLS", told(deliver(trusting, false, "bob@bank.example").get(0)));
            assertEquals(
                    List.of("4.7.5", "TLS", "plaintext"),
                    deliver(wary, false, "bob@bank.example", "bob@shop.example", "bob@old.example").stream()
                            .map(TlsDeliveryTest::told)
                            .toList());
            assertEquals(
                    "5.7.30", told(deliver(trusting, true, "bob@bank.example").get(0)));
            assertEquals("5.7.10", told(deliver(wary, true, "bob@shop.example").get(0)));
            assertNotNull(postfix.mailbox("bob@bank.example")
                    .await(1, Duration.ofSeconds(60))
                    .get(0));
        }
    }

    private static Router relay(Postfix postfix) {
        return new RelayRouter(List.of(MailServer.named("localhost", postfix.port())));
    }

    @Test
    void aServerKeepsNoLevelUnlessItIsGivenOne() {
        MailServer server = MailServer.named("localhost", 25);
        assertNull(server.tls());
        assertEquals(TlsMode.ENCRYPTED, server.withTls(TlsMode.ENCRYPTED).tls());
    }
}
