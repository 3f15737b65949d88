package dev.postern.mail.dmarc.report;

import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.dmarc.DmarcFinding;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.spf.SpfFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one mail (RFC 9990 §3.1.1.7). It names no person; rows of mails that are alike are equal, and are told once, with their
 * number.
 *
 * @param source the address of the client
 * @param disposition what was done: {@code none}, {@code pass}, {@code quarantine} or {@code reject}
 * @param dkimAligned whether DKIM has verified a domain of the author
 * @param spfAligned whether SPF has
 * @param overrides why something else was done than the domain asks for
 * @param headerFrom the domain of the author
 * @param envelopeFrom the domain that SPF was asked for; empty for the null path
 * @param signatures what came of each signature that names domain and selector
 * @param spfDomain the domain that SPF has judged
 * @param spfResult what came of that
 */
public record ReportRow(
        String source,
        String disposition,
        boolean dkimAligned,
        boolean spfAligned,
        List<PolicyOverride> overrides,
        String headerFrom,
        String envelopeFrom,
        List<Signature> signatures,
        String spfDomain,
        String spfResult) {
    /** RFC 9990 §3.1.3 */
    private static final int MOST_SIGNATURES = 100;

    /**
     * What came of one signature.
     *
     * @param reason for people; may be empty
     */
    public record Signature(String domain, String selector, String result, String reason) {}

    /** Keeps copies of the lists. */
    public ReportRow {
        overrides = List.copyOf(overrides);
        signatures = List.copyOf(signatures);
    }

    /**
     * What is to be told of a mail.
     *
     * @param spf of MAIL FROM
     * @param dmarc PASS or FAIL
     * @param applied what was done with a mail that failed
     * @param why something else was done than what is asked for; null where that has no reason but our own rules
     * @throws IllegalArgumentException if DMARC has another result, of which nothing is told
     */
    public static ReportRow of(
            SpfFinding spf, DkimReport dkim, DmarcFinding dmarc, DmarcPolicy applied, @Nullable PolicyOverride why) {
        if (dmarc.result() != DmarcResult.PASS && dmarc.result() != DmarcResult.FAIL) {
            throw new IllegalArgumentException("nobody is told of a mail with the result " + dmarc.result());
        }
        boolean passed = dmarc.result() == DmarcResult.PASS;
        return new ReportRow(
                spf.query().clientText(),
                passed ? passed(dmarc) : applied.toString(),
                dmarc.dkimAligned(),
                dmarc.spfAligned(),
                passed ? List.of() : overrides(dmarc, applied, why),
                dmarc.author(),
                spf.query().sender().isEmpty() ? "" : spf.domain(),
                signatures(dkim),
                spf.domain(),
                spf.result().text());
    }

    /** RFC 9990 appendix A, ActionDispositionType */
    private static String passed(DmarcFinding dmarc) {
        return dmarc.requested() == DmarcPolicy.NONE ? "none" : "pass";
    }

    /** RFC 9990 §3.1.1.9: there must be a reason where something else was done. */
    private static List<PolicyOverride> overrides(
            DmarcFinding dmarc, DmarcPolicy applied, @Nullable PolicyOverride why) {
        List<PolicyOverride> overrides = new ArrayList<>();
        if (dmarc.disposition() != dmarc.requested()) {
            overrides.add(new PolicyOverride(PolicyOverride.Kind.POLICY_TEST_MODE, ""));
        }
        if (applied != dmarc.disposition()) {
            overrides.add(why == null ? new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, "") : why);
        }
        return overrides;
    }

    private static List<Signature> signatures(DkimReport dkim) {
        // those that passed first (RFC 9990 §3.1.3)
        return dkim.findings().stream()
                .sorted((one, other) -> one.result().compareTo(other.result()))
                .flatMap(finding -> signature(finding, finding.signature()))
                .limit(MOST_SIGNATURES)
                .toList();
    }

    private static Stream<Signature> signature(DkimFinding finding, @Nullable DkimSignature signature) {
        return signature == null
                ? Stream.empty()
                : Stream.of(new Signature(
                        signature.domain(),
                        signature.selector(),
                        finding.result().toString(),
                        finding.reason()));
    }
}
