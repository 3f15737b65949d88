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
                " pass receiver=mx.receiver.example;\r\n\tclient-ip=192.0.2.1;\r\n\tenvelope-from=\"ann@example.org\";"
                        + "\r\n\thelo=mail.example.org;\r\n\tidentity=mailfrom;\r\n\tmechanism=\"ip4:192.0.2.0/24\"",
                finding.receivedSpf(RECEIVER));
    }

    @Test
    @Rfc("7208#9.1")
    void tellsOfTheNameOfHelo() {
        SpfFinding finding =
                Checks.of(ZoneResolver.of(""), SpfQuery.helo(Checks.address("2001:db8::1"), "mail.example.org"));
        assertEquals(
                " none receiver=mx.receiver.example;\r\n\tclient-ip=\"2001:db8::1\";\r\n\thelo=mail.example.org;"
                        + "\r\n\tidentity=helo;\r\n\tproblem=\"no policy\"",
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
        for (String line : finding.receivedSpf(hostile.repeat(100)).split("\r\n\t", -1)) {
            assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
            assertTrue(line.length() < 998, line); // RFC 5322 §2.1.1
        }
        assertEquals(6, finding.receivedSpf(hostile).split("\r\n", -1).length, finding::toString);
        assertTrue(finding.receivedSpf(RECEIVER).contains("helo=\"x; identity=helo\\\"\\\\??X-Evil: yes ?\";"));
    }

    @Test
    void aSenderThatIsNoAddressHasNoDomain() {
        SpfFinding finding = Checks.of(ZoneResolver.of(""), Checks.CLIENT, "a".repeat(2_000) + "@example.org");
        assertEquals(SpfResult.NONE, finding.result());
        assertEquals("", finding.domain());
    }
}
