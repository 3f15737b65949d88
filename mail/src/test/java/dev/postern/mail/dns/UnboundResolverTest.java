package dev.postern.mail.dns;

import static dev.postern.mail.dns.ResolverContract.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.Answer.Status;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SignedZone;
import dev.postern.testkit.Unbound;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a validating resolver says of zones that are signed, not signed, and signed wrong. */
@RequiresPeer({"nsd", "unbound", "ldns-signzone"})
class UnboundResolverTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static ScriptedDns silence;
    private static Nsd nsd;
    private static Unbound unbound;
    private static DnsjavaResolver resolver;

    private static String zone(String name) {
        return """
                %1$s. 300 IN SOA ns.%1$s. hostmaster.%1$s. 1 3600 900 604800 60
                %1$s. 300 IN NS ns.%1$s.
                %1$s. 300 IN MX 10 mx.%1$s.
                ns.%1$s. 300 IN A 127.0.0.1
                mx.%1$s. 300 IN A 192.0.2.1
                alias.%1$s. 300 IN CNAME mx.%1$s.
                _25._tcp.mx.%1$s. 300 IN TLSA 3 1 1 %2$s
                """.formatted(name, "ab".repeat(32));
    }

    @BeforeAll
    static void start() throws IOException {
        SignedZone signed = SignedZone.of(
                "signed",
                zone("signed")
                        + "out.signed. 300 IN CNAME mx.unsigned.\n"
                        + "large.signed. 300 IN TXT" + (" \"" + "x".repeat(250) + "\"").repeat(20) + "\n");
        SignedZone forged = SignedZone.of("forged", zone("forged")).forged("192.0.2.1", "192.0.2.66");
        SignedZone expired = SignedZone.expired("expired", zone("expired"));
        silence = ScriptedDns.answering((query, number, tcp) -> null);
        nsd = Nsd.serving(Map.of(
                "signed", signed.text(),
                "forged", forged.text(),
                "expired", expired.text(),
                "unsigned", zone("unsigned"),
                "broken", "this is no zone\n"));
        unbound = Unbound.resolving(
                Map.of(
                        "signed", nsd.address(),
                        "forged", nsd.address(),
                        "expired", nsd.address(),
                        "unsigned", nsd.address(),
                        "broken", nsd.address(),
                        "slow", silence.address()),
                List.of(signed.anchor(), forged.anchor(), expired.anchor()));
        resolver = DnsjavaResolver.asking(List.of(unbound.address()), LONG);
    }

    @AfterAll
    static void stop() throws IOException {
        resolver.close();
        unbound.close();
        nsd.close();
        silence.close();
    }

    @Test
    @Rfc("7672#2.1.1")
    void whatIsSignedAndVerifiedIsSecure() {
        Answer<MailExchanger> mx = await(resolver.mx("signed"));
        assertEquals(List.of(new MailExchanger(10, "mx.signed")), mx.records());
        assertTrue(mx.authenticated());
        Answer<TlsaRecord> tlsa = await(resolver.tlsa("_25._tcp.mx.signed"));
        assertEquals(List.of(new TlsaRecord(3, 1, 1, "ab".repeat(32))), tlsa.records());
        assertTrue(tlsa.authenticated());
        assertTrue(await(resolver.a("alias.signed")).authenticated());
        assertTrue(await(resolver.addresses("mx.signed")).authenticated());
    }

    @Test
    @Rfc("7672#2.1.1")
    void thatThereIsNothingIsSecureToo() {
        Answer<TlsaRecord> name = await(resolver.tlsa("_25._tcp.ns.signed"));
        assertEquals(Status.NO_SUCH_NAME, name.status());
        assertTrue(name.authenticated());
        Answer<InetAddress> record = await(resolver.aaaa("mx.signed"));
        assertEquals(Status.NO_DATA, record.status());
        assertTrue(record.authenticated());
    }

    @Test
    @Rfc("7672#2.1.1")
    void whatIsNotSignedIsInsecureAndSoIsAnAliasThatLeadsThere() {
        assertFalse(await(resolver.mx("unsigned")).authenticated());
        assertTrue(await(resolver.tlsa("_25._tcp.mx.unsigned")).isFound());
        assertFalse(await(resolver.tlsa("_25._tcp.mx.unsigned")).authenticated());
        Answer<InetAddress> out = await(resolver.a("out.signed"));
        assertTrue(out.isFound());
        assertFalse(out.authenticated());
        assertTrue(await(resolver.alias("out.signed")).authenticated());
    }

    @Test
    @Rfc("7672#2.1.1b")
    void whatIsSignedWrongCantBeKnownNow() {
        Answer<InetAddress> forged = await(resolver.a("mx.forged"));
        assertEquals(Status.FAILED, forged.status());
        assertTrue(forged.detail().startsWith("SERVFAIL"), forged::detail);
        assertEquals(Status.FAILED, await(resolver.mx("expired")).status());
        assertEquals(Status.FAILED, await(resolver.tlsa("_25._tcp.mx.expired")).status());
        assertTrue(await(resolver.mx("forged")).authenticated(), "the rest of the zone is as it was signed");
    }

    @Test
    void whatIsTooLargeForAPacketComesByTcpAndIsSecure() {
        Answer<String> answer = await(resolver.txt("large.signed"));
        assertEquals("x".repeat(5_000), answer.records().get(0));
        assertTrue(answer.authenticated());
    }

    @Test
    void aServerThatFailsIsAFailure() {
        assertEquals(Status.FAILED, await(resolver.mx("broken")).status());
    }

    @Test
    void whatComesTooLateIsATimeout() {
        try (DnsjavaResolver hasty = DnsjavaResolver.asking(List.of(unbound.address()), Duration.ofMillis(300))) {
            assertEquals(Status.TIMED_OUT, await(hasty.mx("slow")).status());
        }
    }
}
