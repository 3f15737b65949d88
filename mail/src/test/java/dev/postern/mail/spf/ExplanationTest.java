package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a client was refused, in the words of the domain. */
class ExplanationTest {
    @Test
    @Rfc("7208#6.2")
    void tellsWhyAClientIsRefused() {
        SpfFinding finding = Checks.byPolicy(
                "v=spf1 -all exp=why.%{d}", "why.example.org. TXT \"See http://%{d}/why?s=%{S}&\" \"i=%{i}\"");
        assertEquals("See http://example.org/why?s=ann%40example.org&i=192.0.2.1", finding.explanation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"~all", "?all", "+all", "nonsense"})
    @Rfc("7208#6.2")
    void tellsNothingWhereAClientIsNotRefused(String term) {
        assertNull(Checks.byPolicy("v=spf1 " + term + " exp=why.example.org", "why.example.org. TXT \"why\"")
                .explanation());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.example.org. TXT \"another name\"",
                "why.example.org. TXT \"one\"\nwhy.example.org. TXT \"two\"",
                "why.example.org. TXT \"50%\"",
                "why.example.org. TXT \"%{x}\"",
                "why.example.org. TXT \"\\252\\228\"",
                "why.example.org. TXT \"a line\\013\\010and one more\"",
                "why.example.org. TXT \"\"",
                "why.example.org. A 192.0.2.1"
            })
    @Rfc("7208#6.2c")
    void tellsNothingWhereTheExplanationIsNone(String zone) {
        SpfFinding finding = Checks.byPolicy("v=spf1 -all exp=why.example.org", zone);
        assertEquals(SpfResult.FAIL, finding.result());
        assertNull(finding.explanation());
    }

    @Test
    void tellsNothingWhereItCannotBeLookedUp() {
        ZoneResolver resolver = ZoneResolver.builder()
                .zone(Checks.zone("v=spf1 -all exp=why.example.org"))
                .failing("why.example.org")
                .build();
        SpfFinding finding = Checks.of(resolver, Checks.CLIENT, Checks.SENDER);
        assertEquals(SpfResult.FAIL, finding.result());
        assertNull(finding.explanation());
    }

    @Test
    @Rfc("7208#6.2d")
    void isThatOfWhomIsRedirectedToAndNotOfWhatIsIncluded() {
        String[] zone = {
            "other.example. TXT \"v=spf1 -all exp=why.other.example\"",
            "why.example.org. TXT \"example.org\"",
            "why.other.example. TXT \"%{d}\""
        };
        assertEquals(
                "other.example",
                Checks.byPolicy("v=spf1 redirect=other.example exp=why.example.org", zone)
                        .explanation());
        assertEquals(
                "example.org",
                Checks.byPolicy("v=spf1 include:other.example -all exp=why.example.org", zone)
                        .explanation());
        assertNull(Checks.byPolicy("v=spf1 include:other.example -all", zone).explanation());
    }

    @Test
    void holdsNoLineBreakThatAStrangerSaysAtHelo() {
        ZoneResolver resolver =
                ZoneResolver.of(Checks.zone("v=spf1 -all exp=why.example.org", "why.example.org. TXT \"%{h}\""));
        SpfQuery query = SpfQuery.mailFrom(Checks.address(Checks.CLIENT), "mail\r\n250 OK", Checks.SENDER);
        assertNull(Checks.of(resolver, query).explanation());
    }
}
