package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import dev.postern.smtp.sts.PolicySource;
import dev.postern.smtp.sts.StsPolicies;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SignedZone;
import dev.postern.testkit.TlsFixture;
import dev.postern.testkit.Unbound;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail to hosts that prove who they are, or do not. All hosts are on one port, at addresses of their own. */
@Timeout(120)
class PublishedTlsDeliveryTest {
    /** Trusted by us, and names the hosts. */
    private static final TlsFixture TRUSTED = TlsFixture.forHost("*.mx.example");

    /** Neither. */
    private static final TlsFixture STRANGER = TlsFixture.forHost("stranger.example");

    /** Trusted by nobody, as their authorities are in no store: the first names the host, the second does not. */
    private static final TlsFixture ISSUED = TlsFixture.issuedForHost("a.mx.example");

    private static final TlsFixture MISNAMED = TlsFixture.issuedForHost("elsewhere.example");

    private final List<SmtpServer> servers = new ArrayList<>();
    private final List<String> observed = Collections.synchronizedList(new ArrayList<>());
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
    private void serve(String address, @Nullable TlsFixture certificate) throws IOException {
        MailSink sink = new MailSink() {
            @Override
            public CompletionStage<Reply> accept(Envelope envelope, Message message) {
                message.close();
                return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
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

    private static @Nullable TlsFixture fixture(String name) {
        return switch (name) {
            case "trusted" -> TRUSTED;
            case "stranger" -> STRANGER;
            case "issued" -> ISSUED;
            case "misnamed" -> MISNAMED;
            default -> null;
        };
    }

    /** The digest of the certificate's key, as a TLSA record of usage 3 has it. */
    private static String digest(TlsFixture fixture) {
        return digest(fixture.chain().get(0).getPublicKey().getEncoded());
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record of usage 2 for the authority of a server, by digest of its certificate or key, or with either of them whole. */
    private static String authority(TlsFixture fixture, String parameters) {
        try {
            Certificate authority = fixture.chain().get(1);
            byte[] selected =
                    parameters.startsWith("2 1") ? authority.getPublicKey().getEncoded() : authority.getEncoded();
            return parameters + " "
                    + (parameters.endsWith("1")
                            ? digest(selected)
                            : HexFormat.of().formatHex(selected));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String zone(String tlsa) {
        return """
                bank.example  MX 10 a.mx.example
                both.example  MX 10 a.mx.example
                both.example  MX 20 b.mx.example
                a.mx.example  A 127.0.0.2
                b.mx.example  A 127.0.0.3
                _mta-sts.bank.example TXT "v=STSv1; id=1;"
                _%1$d._tcp.b.mx.example TLSA 3 1 1 %3$s
                %2$s
                """.formatted(
                        port, tlsa.isEmpty() ? "" : "_" + port + "._tcp.a.mx.example TLSA " + tlsa, digest(STRANGER));
    }

    private Deliverer deliverer(Resolver dns, PublishedTls published) throws IOException {
        MxSettings settings = MxSettings.STANDARD.withPort(port).withPrivateAddresses(true);
        Duration patience = Duration.ofSeconds(20);
        SmtpClient client = SmtpClient.builder()
                .hello("gateway.example.org")
                .trust(TRUSTED.truststore(), TRUSTED.password())
                .timeouts(patience, patience, patience, patience)
                .observer((domains, server, fault) ->
                        observed.add(domains + (fault == null ? " is fine" : " " + fault.text())))
                .build();
        return new Deliverer(
                new PolicyRouter(
                        new MxRouter(dns, settings, new Random(), published),
                        TlsPolicyTable.parse(List.of(), TlsMode.OPPORTUNISTIC)),
                client,
                new PoolLimits(2, 10, 100, Duration.ofMinutes(1)));
    }

    private Deliverer byDane(String tlsa) throws IOException {
        Resolver dns = ZoneResolver.builder().zone(zone(tlsa)).authenticated().build();
        return deliverer(dns, new PublishedTls(dns, null, domain -> false));
    }

    private Deliverer bySts(String mode) throws IOException {
        Resolver dns = ZoneResolver.of(zone(""));
        PolicySource web = domain -> CompletableFuture.completedFuture(
                "version: STSv1\nmode: " + mode + "\nmx: *.mx.example\nmax_age: 86400\n");
        return deliverer(dns, new PublishedTls(null, StsPolicies.inMemory(dns, web), domain -> false));
    }

    private static Outcome deliver(Deliverer deliverer, String recipient) throws Exception {
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse("susan@example.org"))
                .recipients(List.of(Address.parse(recipient)))
                .build();
        return deliverer
                .deliver(envelope, Message.of(new byte[] {'x', '\r', '\n'}))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .get(0);
    }

    /** A status code or how it was delivered, and what came of the policy. */
    private static String told(Outcome outcome) {
        String what = outcome instanceof Outcome.Delivered delivered
                ? delivered.hop().tls() == null ? "plaintext" : "TLS"
                : ((Outcome.Deferred) outcome).status().toString();
        PolicyResult policy = outcome.hop().policy();
        return what
                + (policy == null
                        ? ""
                        : " " + policy.policy().text()
                                + (policy.fault() == null
                                        ? ""
                                        : " " + policy.fault().text()));
    }

    @ParameterizedTest
    @CsvSource({
        // record, certificate, what comes of it
        "match, stranger, TLS dane",
        "match, trusted, 4.7.5 dane tlsa-invalid",
        "match, absent, 4.7.4 dane starttls-not-supported",
        "useless, stranger, TLS dane",
        "useless, absent, 4.7.4 dane starttls-not-supported",
        "none, absent, plaintext",
        "none, stranger, TLS",
    })
    @Rfc({"7672#2.2", "7672#2.2b"})
    void byDaneMailGoesToWhoIsMeantAndWaitsElse(String record, String certificate, String told) throws Exception {
        serve("127.0.0.2", fixture(certificate));
        String tlsa = switch (record) {
            case "match" -> "3 1 1 " + digest(STRANGER);
            case "useless" -> "1 1 1 " + digest(STRANGER);
            default -> "";
        };
        try (Deliverer deliverer = byDane(tlsa)) {
            assertEquals(told, told(deliver(deliverer, "x@bank.example")));
            assertEquals(List.of(observed(told)), observed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // whose authority the record is of, how, the server's certificate, what comes of it
        "issued, 2 0 1, issued, TLS dane",
        "issued, 2 1 1, issued, TLS dane",
        "issued, 2 0 0, issued, TLS dane",
        "issued, 2 1 0, issued, TLS dane",
        "misnamed, 2 0 1, issued, 4.7.5 dane tlsa-invalid",
        "misnamed, 2 1 1, issued, 4.7.5 dane tlsa-invalid",
        "misnamed, 2 0 0, issued, 4.7.5 dane certificate-not-trusted",
        "issued, 2 0 1, stranger, 4.7.5 dane tlsa-invalid",
        "misnamed, 2 0 1, misnamed, 4.7.5 dane certificate-host-mismatch",
        "misnamed, 2 1 0, misnamed, 4.7.5 dane certificate-host-mismatch",
        "issued, 2 0 1, absent, 4.7.4 dane starttls-not-supported",
    })
    @Rfc({"7672#2.2", "7672#2.2b", "7672#3.1.2", "7672#3.1.2b", "7672#3.2.2"})
    void byDaneAnAuthorityVouchesForWhoIsMeant(String of, String parameters, String certificate, String told)
            throws Exception {
        serve("127.0.0.2", fixture(certificate));
        try (Deliverer deliverer = byDane(authority(of.equals("issued") ? ISSUED : MISNAMED, parameters))) {
            assertEquals(told, told(deliver(deliverer, "x@bank.example")));
            assertEquals(List.of(observed(told)), observed);
        }
    }

    /** What an observer hears where mail fares like this. */
    private static String observed(String told) {
        String fault = told.equals("plaintext") ? "starttls-not-supported" : told.substring(told.lastIndexOf(' ') + 1);
        return "[bank.example] " + (fault.contains("-") && !fault.startsWith("mta-sts") ? fault : "is fine");
    }

    @Test
    @Rfc("7672#2.2b")
    void byDaneTheNextHostIsTried() throws Exception {
        serve("127.0.0.2", TRUSTED);
        serve("127.0.0.3", STRANGER);
        try (Deliverer deliverer = byDane("3 1 1 " + digest(STRANGER))) {
            Outcome outcome = deliver(deliverer, "x@both.example");
            assertEquals("TLS dane", told(outcome));
            assertEquals("b.mx.example[127.0.0.3]:" + port, outcome.hop().peer());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "enforce, trusted, TLS mta-sts",
        "enforce, stranger, 4.7.5 mta-sts certificate-not-trusted",
        "enforce, absent, 4.7.4 mta-sts starttls-not-supported",
        "testing, trusted, TLS mta-sts-testing",
        "testing, stranger, TLS mta-sts-testing certificate-not-trusted",
        "testing, absent, plaintext mta-sts-testing starttls-not-supported",
        "none, absent, plaintext",
    })
    @Rfc({"8461#4.1b", "8461#5", "8461#5.1"})
    void byMtaStsMailGoesToWhoIsMeantOrIsOnlyTold(String mode, String certificate, String told) throws Exception {
        serve("127.0.0.2", fixture(certificate));
        try (Deliverer deliverer = bySts(mode)) {
            assertEquals(told, told(deliver(deliverer, "x@bank.example")));
            assertEquals(List.of(observed(told)), observed);
        }
    }

    @Test
    @Rfc({"8461#4.1b", "7672#8.1"})
    void aTrustedCertificateMustNameTheHostThatTlsAsksFor() throws Exception {
        serve("127.0.0.2", STRANGER);
        Resolver dns = ZoneResolver.of(zone(""));
        PolicySource web = domain ->
                CompletableFuture.completedFuture("version: STSv1\nmode: enforce\nmx: *.mx.example\nmax_age: 86400\n");
        SmtpClient client = SmtpClient.builder()
                .hello("gateway.example.org")
                .trust(STRANGER.truststore(), STRANGER.password())
                .build();
        try (Deliverer deliverer = new Deliverer(
                new MxRouter(
                        dns,
                        MxSettings.STANDARD.withPort(port).withPrivateAddresses(true),
                        new Random(),
                        new PublishedTls(null, StsPolicies.inMemory(dns, web), domain -> false)),
                client,
                new PoolLimits(2, 10, 100, Duration.ofMinutes(1)))) {
            assertEquals("4.7.5 mta-sts certificate-host-mismatch", told(deliver(deliverer, "x@bank.example")));
        }
    }

    /** A whole Internet: signed zones in NSD, verified by Unbound, and Postfix with a certificate that nobody vouches for. */
    @Test
    @RequiresPeer({"nsd", "unbound", "ldns-signzone", "postfix"})
    @Rfc({"7672#2.2", "7672#2.2b", "7672#2.1.1", "7672#2.1.1b"})
    void postfixProvesItselfByASignedZone() throws Exception {
        try (Postfix postfix = Postfix.builder()
                .mailboxes("bob@right.signed", "bob@wrong.signed", "bob@open.unsigned", "bob@right.forged")
                .tls(STRANGER)
                .start()) {
            port = postfix.port();
            String right = digest(STRANGER);
            SignedZone signed = SignedZone.of("signed", internet("signed", right));
            SignedZone forged =
                    SignedZone.of("forged", internet("forged", digest(TRUSTED))).forged(digest(TRUSTED), right);
            try (Nsd nsd = Nsd.serving(Map.of(
                            "signed", signed.text(),
                            "forged", forged.text(),
                            "unsigned", internet("unsigned", digest(TRUSTED))));
                    Unbound unbound = Unbound.resolving(
                            Map.of("signed", nsd.address(), "forged", nsd.address(), "unsigned", nsd.address()),
                            List.of(signed.anchor(), forged.anchor()));
                    DnsjavaResolver dns = DnsjavaResolver.asking(List.of(unbound.address()), Duration.ofSeconds(20));
                    Deliverer deliverer = deliverer(dns, new PublishedTls(dns, null, domain -> false))) {
                assertEquals("TLS dane", told(deliver(deliverer, "bob@right.signed")));
                assertEquals("4.7.5 dane tlsa-invalid", told(deliver(deliverer, "bob@wrong.signed")));
                assertEquals("TLS", told(deliver(deliverer, "bob@open.unsigned")), "its records prove nothing");
                assertEquals("4.4.3 dane dnssec-invalid", told(deliver(deliverer, "bob@right.forged")));
                assertNotNull(postfix.mailbox("bob@right.signed")
                        .await(1, Duration.ofSeconds(60))
                        .get(0));
            }
        }
    }

    private String internet(String zone, String digest) {
        return """
                %1$s. 300 IN SOA ns.%1$s. hostmaster.%1$s. 1 3600 900 604800 60
                %1$s. 300 IN NS ns.%1$s.
                ns.%1$s. 300 IN A 127.0.0.1
                right.%1$s. 300 IN MX 10 mx.%1$s.
                wrong.%1$s. 300 IN MX 10 other.%1$s.
                open.%1$s. 300 IN MX 10 mx.%1$s.
                mx.%1$s. 300 IN A 127.0.0.1
                other.%1$s. 300 IN A 127.0.0.1
                _%2$d._tcp.mx.%1$s. 300 IN TLSA 3 1 1 %3$s
                _%2$d._tcp.other.%1$s. 300 IN TLSA 3 1 1 %4$s
                """.formatted(zone, port, digest, digest(TRUSTED));
    }
}
