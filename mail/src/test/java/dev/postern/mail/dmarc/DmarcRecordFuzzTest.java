package dev.postern.mail.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever domains publish, a mail gets its finding by few questions, and passes only where its organization has signed it. */
public final class DmarcRecordFuzzTest {
    private static final List<String> NAMES = List.of("a.example.org", "example.org", "org");

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DmarcRecordFuzzTest.class, DmarcRecordFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input: a policy a line, for domains from below. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines = List.of(new String(input, StandardCharsets.ISO_8859_1).split("\n", NAMES.size()));
        Policies dns = new Policies();
        for (int i = 0; i < lines.size(); i++) {
            dns.at(NAMES.get(i), lines.get(i));
            DmarcRecord.parse(lines.get(i)).ifPresent(DmarcRecordFuzzTest::check);
        }
        DmarcFinding finding = finding(dns, "b.example.org");
        assertTrue(dns.asked.size() <= 16, dns.asked::toString);
        assertEquals(finding.result() == DmarcResult.PASS, finding.dkimAligned() || finding.spfAligned());
        assertTrue(finding.disposition().compareTo(finding.requested()) <= 0);
        assertNotEquals(DmarcResult.TEMPERROR, finding.result());
        assertNotEquals(DmarcResult.PASS, finding(dns, "example.net").result());
        boolean none = lines.stream().allMatch(line -> DmarcRecord.parse(line).isEmpty());
        assertEquals(none, finding.published().isEmpty());
    }

    private static DmarcFinding finding(Policies dns, String signer) {
        dns.asked.clear();
        return new DmarcVerifier(dns, DmarcVerifier.STANDARD_TIME)
                .verify(new Authors(List.of("a.example.org"), ""), null, Found.dkim(DkimResult.PASS, signer))
                .toCompletableFuture()
                .join();
    }

    private static void check(DmarcRecord record) {
        assertTrue(record.failureOptions().length() <= 7);
        assertTrue(!record.isOrganization() || !record.isPublicSuffix());
        for (ReportUri uri : record.aggregateReports()) {
            uri.mailbox().ifPresent(mailbox -> assertEquals(mailbox, Address.parse(mailbox.toString())));
        }
    }
}
