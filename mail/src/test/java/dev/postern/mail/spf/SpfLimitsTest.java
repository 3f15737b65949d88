package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy may cost, whoever has written it. */
class SpfLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SuiteResolver zone = new SuiteResolver();
    private final CountingResolver resolver = new CountingResolver(zone);

    @ParameterizedTest
    @CsvSource({"10, PASS", "11, PERMERROR", "5000, PERMERROR"})
    @Rfc("7208#4.6.4")
    void tenTermsMayAsk(int terms, SpfResult result) {
        policy("v=spf1" + " a:other.example".repeat(terms) + " +all");
        zone.add("other.example", "A", "203.0.113.1");
        assertEquals(result, check().result());
        assertTrue(resolver.questions().size() <= 11, () -> resolver.questions().toString());
    }

    @Test
    void whatIsIncludedAndWhoIsAskedForAMacroCount() {
        policy("v=spf1 include:other.example" + " exists:%{p}.example".repeat(5) + " +all");
        zone.add("other.example", "TXT", "v=spf1" + " a:other.example".repeat(4));
        zone.add("other.example", "A", "203.0.113.1").add("unknown.example", "TXT", "x");
        // one include, four in it, the name of the client once and five times what it was asked for: eleven
        assertEquals(
                "the policy asks for too many lookups",
                check(new SpfLimits(10, 9, SOON)).problem());
        assertEquals(SpfResult.PASS, check(new SpfLimits(11, 9, SOON)).result());
    }

    @ParameterizedTest
    @CsvSource({"10, FAIL", "11, PERMERROR", "3000, PERMERROR"})
    @Rfc("7208#4.6.4b")
    void aDomainMayHaveTenExchangers(int exchangers, SpfResult result) {
        policy("v=spf1 mx -all");
        for (int i = 0; i < exchangers; i++) {
            zone.add("example.org", "MX", i + " mx" + i + ".example.org");
            zone.add("mx" + i + ".example.org", "A", "203.0.113.1");
        }
        assertEquals(result, check().result());
        assertTrue(resolver.questions().size() <= 12, () -> resolver.questions().toString());
    }

    @Test
    @Rfc("7208#4.6.4c")
    void ofReverseNamesTenCount() {
        policy("v=spf1 ptr -all");
        for (int i = 0; i < 3_000; i++) {
            zone.add("1.2.0.192.in-addr.arpa", "PTR", "host" + i + ".example.org");
        }
        zone.add("host10.example.org", "A", Checks.CLIENT);
        assertEquals(SpfResult.FAIL, check().result());
        assertEquals(12, resolver.questions().size());
        zone.add("host9.example.org", "A", Checks.CLIENT);
        assertEquals(SpfResult.PASS, check().result());
    }

    @ParameterizedTest
    @CsvSource({
        "a:n1.example a:n2.example,                   PASS",
        "a:n1.example exists:n2.example mx:n3.example, PERMERROR",
        "ptr a:n1.example mx:n2.example,              PERMERROR",
        "mx:dangling.example a:n1.example,            PASS",
    })
    @Rfc("7208#4.6.4d")
    void twoTermsMayFindNothing(String terms, SpfResult result) {
        zone.add("dangling.example", "MX", "1 n4.example").add("dangling.example", "MX", "2 n5.example");
        policy("v=spf1 " + terms + " +all");
        assertEquals(result, check().result());
    }

    @Test
    void aCircleEnds() {
        policy("v=spf1 include:example.org redirect=example.org");
        assertEquals(SpfResult.PERMERROR, check().result());
        assertEquals(11, resolver.questions().size());
    }

    @Test
    void aDeepChainEndsWithTheMostLookupsThatCanBeSet() {
        for (int i = 0; i < 200; i++) {
            zone.add(i == 0 ? "example.org" : "n" + i + ".example", "TXT", "v=spf1 include:n" + (i + 1) + ".example");
        }
        assertEquals(SpfResult.PERMERROR, check(new SpfLimits(100, 0, SOON)).result());
        assertEquals(101, resolver.questions().size());
    }

    @Test
    void theMostThatCanBeSetEndsTooWhereEachTermBringsItsTen() {
        policy("v=spf1" + " mx:many.example".repeat(100) + " -all");
        for (int i = 0; i < 10; i++) {
            zone.add("many.example", "MX", i + " mx" + i + ".example");
        }
        assertEquals(SpfResult.FAIL, check(new SpfLimits(100, 100, SOON)).result());
        assertEquals(1 + 100 * 11, resolver.questions().size());
    }

    @Test
    void aMegabyteOfPolicyIsNone() {
        policy("v=spf1" + " ip4:203.0.113.1".repeat(65_536) + " +all");
        assertEquals(SpfResult.PERMERROR, checkSoon().result());
    }

    @Test
    void thousandsOfTermsAreRead() {
        policy("v=spf1" + " ip4:203.0.113.1".repeat(4_000) + " ip4:192.0.2.1 -all");
        assertEquals("ip4:192.0.2.1", checkSoon().mechanism());
    }

    @Test
    void thousandsOfTextsAreLookedThrough() {
        for (int i = 0; i < 50_000; i++) {
            zone.add("example.org", "TXT", "verification=" + i);
        }
        policy("v=spf1 +all");
        assertEquals(SpfResult.PASS, checkSoon().result());
    }

    @Test
    void aGiantMacroMakesANameThatFits() {
        policy("v=spf1 exists:" + "%{s1r-}.%{h}.".repeat(5_000) + "list.example -all");
        assertEquals(SpfResult.FAIL, checkSoon().result());
        String asked = resolver.questions().get(1);
        assertTrue(asked.endsWith(".list.example") && asked.length() <= "A ".length() + 253, asked);
    }

    @Test
    void aGiantExplanationIsNone() {
        policy("v=spf1 -all exp=why.example");
        zone.add("why.example", "TXT", "%{s}".repeat(16_000));
        SpfFinding finding = checkSoon();
        assertEquals(SpfResult.FAIL, finding.result());
        assertNull(finding.explanation());
    }

    @Test
    void refusesLimitsUnderWhichNothingCanBeChecked() {
        assertThrows(IllegalArgumentException.class, () -> new SpfLimits(0, 2, SOON));
        assertThrows(IllegalArgumentException.class, () -> new SpfLimits(101, 2, SOON));
        assertThrows(IllegalArgumentException.class, () -> new SpfLimits(10, -1, SOON));
        assertThrows(IllegalArgumentException.class, () -> SpfLimits.STANDARD.withTime(Duration.ZERO));
    }

    private void policy(String text) {
        zone.add("example.org", "TXT", text);
    }

    private SpfFinding check() {
        return check(SpfLimits.STANDARD);
    }

    private SpfFinding check(SpfLimits limits) {
        return Checks.of(
                resolver, limits, SpfQuery.mailFrom(Checks.address(Checks.CLIENT), Checks.HELO, Checks.SENDER));
    }

    private SpfFinding checkSoon() {
        return assertTimeoutPreemptively(SOON, () -> check());
    }
}
