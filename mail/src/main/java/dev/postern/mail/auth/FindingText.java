package dev.postern.mail.auth;

import dev.postern.mail.arc.ArcReport;
import dev.postern.mail.arc.ArcResult;
import dev.postern.mail.auth.field.MethodResult;
import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.dmarc.DmarcFinding;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfQuery;
import java.util.List;

/** Findings in the words of Authentication-Results. Only what a method has judged is told, and no local part of a sender (RFC 8601 §4). */
final class FindingText {
    private FindingText() {}

    /** RFC 8601 §2.7.4 */
    static MethodResult login(String user) {
        return MethodResult.of("auth", "pass").with("smtp", "auth", user);
    }

    /** RFC 8601 §2.7.2 */
    static MethodResult of(SpfFinding finding) {
        MethodResult result = MethodResult.of("spf", finding.result().text()).because(finding.problem());
        return finding.domain().isEmpty()
                ? result
                : result.with("smtp", finding.query().identity().text(), finding.domain());
    }

    /** RFC 8601 §2.7.1: a result for each signature */
    static List<MethodResult> of(DkimReport report) {
        return report.findings().isEmpty()
                ? List.of(MethodResult.of("dkim", report.result().toString()))
                : report.findings().stream().map(FindingText::of).toList();
    }

    private static MethodResult of(DkimFinding finding) {
        MethodResult result =
                MethodResult.of("dkim", finding.result().toString()).because(finding.reason());
        DkimSignature signature = finding.signature();
        return signature == null
                ? result
                : result.with("header", "d", signature.domain())
                        .with("header", "s", signature.selector())
                        .with("header", "a", signature.algorithm().toString())
                        .with("header", "b", signature.start());
    }

    /** RFC 9989 §9.1 */
    static MethodResult of(DmarcFinding finding) {
        MethodResult result =
                MethodResult.of("dmarc", finding.result().toString()).because(finding.reason());
        if (!finding.author().isEmpty()) {
            result = result.with("header", "from", finding.author());
        }
        return finding.published().isEmpty()
                ? result
                : result.with("policy", "dmarc", finding.disposition().toString());
    }

    /** RFC 8617 §6 */
    static MethodResult of(ArcReport report, SpfQuery query) {
        MethodResult result = MethodResult.of("arc", report.result().toString()).because(report.reason());
        return report.result() == ArcResult.PASS
                ? result.with("smtp", "remote-ip", query.clientText())
                        .with("header", "oldest-pass", String.valueOf(report.oldestPass()))
                : result;
    }
}
