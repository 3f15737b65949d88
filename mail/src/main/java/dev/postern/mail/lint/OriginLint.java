package dev.postern.mail.lint;

import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dmarc.DmarcFinding;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfResult;
import java.util.List;

/** What a receiver finds out about the origin of the mail, as rules for its sender. */
final class OriginLint {
    private OriginLint() {}

    static List<LintFinding> findings(AuthResults results) {
        LintFinding spf = spf(results.spf());
        LintFinding dkim = dkim(results.dkim());
        return List.of(either(spf, dkim), spf, dkim, policy(results.dmarc()), alignment(results.dmarc()));
    }

    private static LintFinding either(LintFinding spf, LintFinding dkim) {
        if (spf.verdict() == LintFinding.Verdict.MET || dkim.verdict() == LintFinding.Verdict.MET) {
            return LintFinding.met(LintRule.AUTHENTICATION, "a domain stands behind it");
        }
        boolean unknown = spf.verdict() == LintFinding.Verdict.UNKNOWN || dkim.verdict() == LintFinding.Verdict.UNKNOWN;
        return unknown
                ? LintFinding.unknown(LintRule.AUTHENTICATION, "neither SPF nor DKIM passes now")
                : LintFinding.missed(LintRule.AUTHENTICATION, "neither SPF nor DKIM passes: see what they say");
    }

    private static LintFinding spf(SpfFinding finding) {
        if (finding.result() == SpfResult.PASS) {
            return LintFinding.met(LintRule.SPF, finding.domain() + " lets the host send");
        }
        if (finding.result() == SpfResult.TEMPERROR) {
            return LintFinding.unknown(LintRule.SPF, "the policy of " + finding.domain() + " can't be looked up now");
        }
        String remedy = finding.result() == SpfResult.PERMERROR
                ? ": mend its TXT record, " + finding.problem()
                : ": add the host's address to its TXT record v=spf1";
        return LintFinding.missed(LintRule.SPF, "SPF of " + finding.domain() + " says " + finding.result() + remedy);
    }

    private static LintFinding dkim(DkimReport report) {
        if (!report.passed().isEmpty()) {
            return LintFinding.met(LintRule.DKIM, "a signature is valid");
        }
        if (report.findings().isEmpty()) {
            return LintFinding.missed(LintRule.DKIM, "it is not signed: give its domain a key (postern dkim keygen)");
        }
        String reason = report.findings().get(0).reason();
        return report.result() == DkimResult.TEMPERROR
                ? LintFinding.unknown(LintRule.DKIM, reason)
                : LintFinding.missed(LintRule.DKIM, "no signature is valid; of the first one, " + reason);
    }

    private static LintFinding policy(DmarcFinding finding) {
        if (finding.published().isPresent()) {
            return LintFinding.met(
                    LintRule.DMARC,
                    "the policy stands at " + finding.published().get().domain());
        }
        return switch (finding.result()) {
            case TEMPERROR -> LintFinding.unknown(LintRule.DMARC, "DNS can't be asked for a policy now");
            case PERMERROR ->
                LintFinding.missed(LintRule.DMARC, "whose policy counts can't be told: " + finding.reason());
            default ->
                LintFinding.missed(
                        LintRule.DMARC,
                        finding.author() + " has no policy: publish v=DMARC1; p=none as TXT of _dmarc."
                                + finding.author());
        };
    }

    private static LintFinding alignment(DmarcFinding finding) {
        if (finding.result() == DmarcResult.PASS) {
            return LintFinding.met(
                    LintRule.ALIGNMENT,
                    (finding.spfAligned() ? finding.dkimAligned() ? "SPF and DKIM have" : "SPF has" : "DKIM has")
                            + " verified a domain of the author");
        }
        return switch (finding.result()) {
            case TEMPERROR -> LintFinding.unknown(LintRule.ALIGNMENT, "DNS can't be asked now");
            case NONE -> LintFinding.unknown(LintRule.ALIGNMENT, "it is judged only where there is a policy");
            default ->
                LintFinding.missed(LintRule.ALIGNMENT, finding.reason() + ": sign with a key of the domain in From");
        };
    }
}
