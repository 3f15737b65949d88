package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that a real server publishes. */
@RequiresPeer("nsd")
class NsdSpfTest {
    private static final int STRING = 250;

    private static Nsd nsd;
    private static DnsjavaResolver resolver;

    @BeforeAll
    static void start() throws IOException {
        nsd = Nsd.serving(Map.of(
                "example.org",
                zone(),
                "2.0.192.in-addr.arpa",
                START_OF_AUTHORITY + "1 PTR mail.example.org.\n",
                "broken.example",
                "this is no zone\n"));
        resolver = DnsjavaResolver.asking(List.of(nsd.address()), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() throws IOException {
        resolver.close();
        nsd.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.org,          PASS,      mx",
        "ann@six.example.org,      FAIL,      -all",
        "ann@ptr.example.org,      PASS,      ptr:example.org",
        "ann@macro.example.org,    PASS,      exists:%{l}.%{ir}.list.example.org",
        "ann@include.example.org,  PASS,      include:example.org",
        "ann@redirect.example.org, PASS,      mx",
        "ann@alias.example.org,    PASS,      mx",
        "ann@lost.example.org,     NONE,      ",
        "ann@mail.example.org,     NONE,      ",
        "ann@two.example.org,      PERMERROR, ",
        "ann@loop.example.org,     PERMERROR, ",
        "ann@void.example.org,     PERMERROR, ",
        "ann@broken.example,       TEMPERROR, ",
        "ann@needs.example.org,    TEMPERROR, ",
        "ann@large.example.org,    PASS,      ip4:192.0.2.1",
    })
    void judges(String sender, SpfResult result, String mechanism) {
        SpfFinding finding = Checks.of(resolver, Checks.CLIENT, sender);
        assertEquals(result, finding.result(), finding::problem);
        assertEquals(mechanism, finding.mechanism());
    }

    @Test
    void explains() {
        SpfFinding finding = Checks.of(resolver, "192.0.2.2", "ann@six.example.org");
        assertEquals("192.0.2.2 may not send for six.example.org", finding.explanation());
    }

    @Test
    void comparesIpv6() {
        assertEquals(
                SpfResult.PASS,
                Checks.of(resolver, "2001:db8::1", "ann@six.example.org").result());
    }

    @Test
    void knowsNothingWhereNobodyAnswers() throws IOException {
        SpfQuery query = SpfQuery.mailFrom(Checks.address(Checks.CLIENT), Checks.HELO, Checks.SENDER);
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            List<InetSocketAddress> servers =
                    List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
            try (DnsjavaResolver impatient = DnsjavaResolver.asking(servers, Duration.ofMillis(100))) {
                SpfFinding finding = Checks.of(impatient, query);
                assertEquals(SpfResult.TEMPERROR, finding.result());
                assertTrue(finding.problem().startsWith("the policy can't be looked up now: "), finding::problem);
            }
            try (DnsjavaResolver patient = DnsjavaResolver.asking(servers, Duration.ofSeconds(20))) {
                SpfFinding finding = Checks.of(patient, SpfLimits.STANDARD.withTime(Duration.ofMillis(100)), query);
                assertEquals(SpfResult.TEMPERROR, finding.result());
                assertEquals("the check took too long", finding.problem());
            }
        }
    }

    private static final String START_OF_AUTHORITY =
            "@ 3600 SOA ns.example.org. root.example.org. 1 1 1 1 60\n" + "@ NS ns.example.org.\n$TTL 60\n";

    private static String zone() {
        return START_OF_AUTHORITY + """
                ns A 127.0.0.1
                @ TXT "v=spf1 " "mx -all"
                @ TXT "something else"
                @ MX 5 ns
                @ MX 10 mail
                mail A 192.0.2.1
                six TXT "v=spf1 a -all exp=why.%{d}"
                six AAAA 2001:db8::1
                why.six TXT "%{i} may not send for %{d}"
                ptr TXT "v=spf1 ptr:example.org -all"
                macro TXT "v=spf1 exists:%{l}.%{ir}.list.example.org -all"
                ann.1.2.0.192.list A 127.0.0.2
                include TXT "v=spf1 include:example.org -all"
                redirect TXT "v=spf1 redirect=example.org"
                alias CNAME example.org.
                two TXT "v=spf1 -all"
                two TXT "v=spf1 +all"
                loop TXT "v=spf1 include:loop.example.org -all"
                void TXT "v=spf1 a:lost1.example.org a:lost2.example.org a:lost3.example.org +all"
                needs TXT "v=spf1 a:host.broken.example +all"
                """ + "large TXT " + large() + "\n";
    }

    /** Some 50,000 octets, which only TCP can carry: first by a truncated answer in UDP. */
    private static String large() {
        String policy = "v=spf1" + " ip4:203.0.113.1".repeat(3_000) + " ip4:192.0.2.1 -all";
        StringBuilder strings = new StringBuilder();
        for (int i = 0; i < policy.length(); i += STRING) {
            strings.append('"')
                    .append(policy, i, Math.min(policy.length(), i + STRING))
                    .append("\" ");
        }
        return strings.toString();
    }
}
