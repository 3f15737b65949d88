package dev.postern.mail.dkim;

import java.util.Comparator;
import java.util.List;

/**
 * What came of all signatures of a mail.
 *
 * @param findings in the order of the signatures from the top of the header; of a mail whose header can't be read one PERMERROR
 * @param passedOver how many more signatures there are, which were not looked at
 */
public record DkimReport(List<DkimFinding> findings, int passedOver) {
    /** Keeps a copy of the list. */
    public DkimReport {
        findings = List.copyOf(findings);
    }

    /** PASS if any signature passed (RFC 6376 §6.1), else the next best of the results, NONE where nothing is signed. */
    public DkimResult result() {
        return findings.stream()
                .map(DkimFinding::result)
                .min(Comparator.naturalOrder())
                .orElse(DkimResult.NONE);
    }

    /** Those that passed: their domains take responsibility for the mail. */
    public List<DkimFinding> passed() {
        return findings.stream()
                .filter(finding -> finding.result() == DkimResult.PASS)
                .toList();
    }
}
