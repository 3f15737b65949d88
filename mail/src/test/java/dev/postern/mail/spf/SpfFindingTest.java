package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a header says of a check. */
class SpfFindingTest {
    private static final String RECEIVER = "mx.receiver.example";

    @Test
    @Rfc("7208#9.1")
    void tellsWhatWasJudgedAndHow() {
        SpfFinding finding = Checks.byPolicy("v=spf1 ip4:192.0.2.0/24 -all");
        assertEquals(
                "pass receiver=mx.receiver.example; client-ip=192.0.2.1; envelope-from=\"ann@example.org\"; "
                        + "helo=mail.example.org; identity=mailfrom; mechanism=\"ip4:192.0.2.0/24\"",
                finding.receivedSpf(RECEIVER));
    }

    @Test
    @Rfc("7208#9.1")
    void tellsOfTheNameOfHelo() {
        SpfFinding finding =
                Checks.of(ZoneResolver.of(""), SpfQuery.helo(Checks.address("2001:db8::1"), "mail.example.org"));
        assertEquals(
                "none receiver=mx.receiver.example; client-ip=\"2001:db8::1\"; helo=mail.example.org; identity=helo; "
                        + "problem=\"no policy\"",
                finding.receivedSpf(RECEIVER));
    }

    @ParameterizedTest
    @EnumSource(SpfResult.class)
    void knowsTheWordOfEachResult(SpfResult result) {
        assertEquals(result.name(), result.text().toUpperCase(Locale.ROOT));
    }

    @Test
    void cannotBeMadeToSayMore() {
        String hostile = "x; identity=helo\"\\\r\nX-Evil: yes \u202e";
        SpfFinding finding = Checks.of(
                ZoneResolver.of(""),
                SpfQuery.mailFrom(Checks.address(Checks.CLIENT), hostile, hostile + "@" + hostile + ".example"));
        String text = finding.receivedSpf(hostile);
        assertTrue(text.chars().allMatch(c -> c >= ' ' && c <= '~'), text);
        assertTrue(finding.receivedSpf(RECEIVER).contains("helo=\"x; identity=helo\\\"\\\\??X-Evil: yes ?\";"));
    }

    @Test
    void aSenderThatIsNoAddressHasNoDomain() {
        SpfFinding finding = Checks.of(ZoneResolver.of(""), Checks.CLIENT, "a".repeat(2_000) + "@example.org");
        assertEquals(SpfResult.NONE, finding.result());
        assertEquals("", finding.domain());
    }
}
