package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.smtp.client.TlsMode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsPolicyTableTest {
    private static final List<String> ENTRIES = List.of(
            "bank.example:required",
            "*.Partner.example : Encrypted",
            "old.partner.example:none",
            "*.old.partner.example:opportunistic",
            "*.b\u00fccher.example:required",
            "[192.0.2.1]:encrypted",
            "[IPv6:2001:db8::1]:none");

    private static TlsMode mode(TlsMode otherwise, String domain) {
        return TlsPolicyTable.parse(ENTRIES, otherwise)
                .mode(Domain.parse(domain))
                .toCompletableFuture()
                .join();
    }

    @ParameterizedTest
    @CsvSource({
        "bank.example, REQUIRED",
        "BANK.example, REQUIRED",
        "www.bank.example, OPPORTUNISTIC",
        "savingsbank.example, OPPORTUNISTIC",
        "partner.example, OPPORTUNISTIC",
        "a.partner.example, ENCRYPTED",
        "a.b.partner.example, ENCRYPTED",
        "old.partner.example, NONE",
        "very.old.partner.example, OPPORTUNISTIC",
        "notold.partner.example, ENCRYPTED",
        "a.xn--bcher-kva.example, REQUIRED",
        "example, OPPORTUNISTIC",
        "[192.0.2.1], ENCRYPTED",
        "[192.0.2.2], OPPORTUNISTIC",
        "[IPv6:2001:db8::1], NONE",
    })
    void theEntryThatFitsBestCounts(String domain, TlsMode mode) {
        assertEquals(mode, mode(TlsMode.OPPORTUNISTIC, domain));
    }

    @ParameterizedTest
    @CsvSource({"bank.example, IMPLICIT", "other.example, IMPLICIT", "a.partner.example, ENCRYPTED"})
    void whereTlsIsThereFromTheFirstOctetWhatIsRequiredIsImplicit(String domain, TlsMode mode) {
        assertEquals(mode, mode(TlsMode.IMPLICIT, domain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bank.example",
                "bank.example:",
                "bank.example:verified",
                "bank.example:implicit",
                ":required",
                "*:required",
                "*.:required",
                "*.[192.0.2.1]:required",
                "a.*.example:required",
                "bank..example:required",
                "other.example:none,OTHER.example:required"
            })
    void anEntryThatIsNoneIsToldByItself(String entries) {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> TlsPolicyTable.parse(List.of(entries.split(",", -1)), TlsMode.OPPORTUNISTIC));
        String told = String.valueOf(error.getMessage());
        String entry = entries.substring(entries.indexOf(',') + 1);
        assertTrue(told.contains(entry.replaceAll("(?<=[a-z\\]:])?:required", "")) && told.contains(": "), told);
    }

    @ParameterizedTest
    @CsvSource({
        "OPPORTUNISTIC, bank.example, true",
        "OPPORTUNISTIC, very.old.partner.example, true",
        "OPPORTUNISTIC, www.bank.example, false",
        "ENCRYPTED, www.bank.example, false",
        "NONE, www.bank.example, true",
        "REQUIRED, www.bank.example, true",
    })
    void aDomainIsHeardUnlessWeHaveAPolicyForIt(TlsMode otherwise, String domain, boolean decides) {
        assertEquals(decides, TlsPolicyTable.parse(ENTRIES, otherwise).decides(Domain.parse(domain)));
    }
}
