package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.smtp.client.TlsMode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainPatternTest {
    @ParameterizedTest
    @CsvSource({
        "a.example, A.example, true",
        "a.example, b.example, false",
        "a.example, *.example, true",
        "a.b.example, *.example, true",
        "example, *.example, false",
        "anexample, *.example, false",
        "*.example, *.example, true",
        "*.a.example, *.example, true",
        "*.a.example, *.b.example, false",
        "*.ba.example, *.a.example, false",
        "*.example, *.anexample, false",
        "[192.0.2.1], [192.0.2.1], true",
        "[192.0.2.1], *.example, false",
    })
    void patternsMeetWhereBothMeanSomeDomain(String one, String other, boolean meet) {
        assertEquals(meet, DomainPattern.parse(one).meets(DomainPattern.parse(other)));
        assertEquals(meet, DomainPattern.parse(other).meets(DomainPattern.parse(one)));
    }

    @Test
    void aPolicyTellsWhichLevelsSomeDomainsMayHave() {
        TlsPolicyTable policy = TlsPolicyTable.parse(
                List.of("bank.example:required", "*.partner.example:encrypted", "old.example:none"), TlsMode.IMPLICIT);
        assertEquals(Set.of(TlsMode.IMPLICIT), policy.levelsOf(List.of(DomainPattern.parse("bank.example"))));
        assertEquals(
                Set.of(TlsMode.IMPLICIT, TlsMode.ENCRYPTED, TlsMode.NONE),
                policy.levelsOf(List.of(DomainPattern.parse("*.example"))));
        assertEquals(Set.of(), policy.levelsOf(List.of(DomainPattern.parse("partner.example"))));
    }
}
