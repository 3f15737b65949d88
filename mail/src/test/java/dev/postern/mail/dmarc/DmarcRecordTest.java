package dev.postern.mail.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcRecordTest {
    @Test
    @Rfc("9989#4.7")
    void readsAllTags() {
        DmarcRecord record = record("v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=s; t=y; psd=y;"
                + " fo=1:d; rua=mailto:a@example.com,mailto:b@example.com; ruf=mailto:c@example.com");
        assertEquals(DmarcPolicy.REJECT, record.policy());
        assertEquals(DmarcPolicy.QUARANTINE, record.subdomainPolicy());
        assertEquals(DmarcPolicy.NONE, record.missingDomainPolicy());
        assertTrue(record.isDkimStrict());
        assertTrue(record.isSpfStrict());
        assertTrue(record.isTesting());
        assertTrue(record.isPublicSuffix());
        assertFalse(record.isOrganization());
        assertEquals("1:d", record.failureOptions());
        assertEquals(
                "[mailto:a@example.com, mailto:b@example.com]",
                record.aggregateReports().toString());
        assertEquals("[mailto:c@example.com]", record.failureReports().toString());
    }

    @Test
    @Rfc("9989#4.7b")
    void knowsWhatIsMeantWhereNothingIsSaid() {
        DmarcRecord record = record("v=DMARC1;p=quarantine");
        assertEquals(DmarcPolicy.QUARANTINE, record.policy());
        assertEquals(DmarcPolicy.QUARANTINE, record.subdomainPolicy());
        assertEquals(DmarcPolicy.QUARANTINE, record.missingDomainPolicy());
        assertFalse(record.isDkimStrict());
        assertFalse(record.isSpfStrict());
        assertFalse(record.isTesting());
        assertFalse(record.isPublicSuffix());
        assertFalse(record.isOrganization());
        assertEquals("0", record.failureOptions());
        assertEquals(List.of(), record.aggregateReports());
        assertEquals(List.of(), record.failureReports());
        assertEquals(DmarcPolicy.REJECT, record("v=DMARC1; p=none; sp=reject").missingDomainPolicy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=DMARC1 p=none",
                "v=DMARC2; p=none",
                "v=dmarc1; p=none",
                "p=none; v=DMARC1",
                ";v=DMARC1; p=none",
                "v=DMARC1x; p=none",
                "x=1; v=DMARC1",
                "v DMARC1; p=none"
            })
    @Rfc("9989#4.7c")
    void isNoneWithoutItsVersionInFront(String text) {
        assertEquals(Optional.empty(), DmarcRecord.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DMARC1; p=reject; pct=10; rf=afrf; ri=3600",
                "V = DMARC1 ;\t p\t= Reject ; ",
                "v=DMARC1;;p=reject;=;x;=y",
                "v=DMARC1; p=reject; adkim=x; aspf=; t=maybe; psd=1; fo=9; rua=here; ruf=,,",
                "v=DMARC1; p=reject; p=none",
                "v=DMARC1; p=reject; v=DMARC2"
            })
    @Rfc("9989#4.8")
    void passesOverWhatIsWrongOrNotKnown(String text) {
        DmarcRecord record = record(text);
        assertEquals(DmarcPolicy.REJECT, record.policy());
        assertFalse(record.isDkimStrict());
        assertFalse(record.isSpfStrict());
        assertFalse(record.isTesting());
        assertFalse(record.isOrganization());
        assertEquals("0", record.failureOptions());
        assertEquals(List.of(), record.aggregateReports());
        assertTrue(record.isUsable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=DMARC1", "v=DMARC1; p=stop", "v=DMARC1; p=reject; sp=x", "v=DMARC1; p=reject; np="})
    @Rfc("9989#4.10.1e")
    void asksForNothingWhereItsPolicyIsWrong(String text) {
        assertFalse(record(text).isUsable());
        DmarcRecord reporting = record(text + "; rua=mailto:a@example.com");
        assertTrue(reporting.isUsable());
        assertEquals(DmarcPolicy.NONE, reporting.policy());
        assertEquals(DmarcPolicy.NONE, reporting.subdomainPolicy());
        assertEquals(DmarcPolicy.NONE, reporting.missingDomainPolicy());
        assertFalse(record(text + "; rua=mailto:a b").isUsable());
    }

    @Test
    @Rfc("9989#4.6")
    void tellsWhereReportsGo() {
        List<ReportUri> uris = record("v=DMARC1; rua= mailto:a%2Bb@Example.COM!10m , https://Reports.example.net/in,"
                        + "mailto:,mailto:x@[192.0.2.1],mailto:c+d@m\u00fc.example?subject=x,nonsense")
                .aggregateReports();
        assertEquals(
                List.of("mailto:a%2Bb@Example.COM", "https://Reports.example.net/in", "mailto:x@[192.0.2.1]"),
                uris.stream()
                        .map(ReportUri::toString)
                        .filter(uri -> !uri.contains("c+d"))
                        .toList());
        assertEquals("a+b@example.com", uris.get(0).mailbox().orElseThrow().toString());
        assertEquals(Optional.empty(), uris.get(1).mailbox());
        assertEquals("x@[192.0.2.1]", uris.get(2).mailbox().orElseThrow().toString());
    }

    @Test
    void readsNoGiants() {
        String text = "v=DMARC1; p=reject; rua=" + "mailto:a@b,".repeat(700);
        assertEquals(20, record(text).aggregateReports().size());
        assertEquals(Optional.empty(), DmarcRecord.parse(text + "x".repeat(8_192)));
    }

    private static DmarcRecord record(String text) {
        return DmarcRecord.parse(text).orElseThrow();
    }
}
