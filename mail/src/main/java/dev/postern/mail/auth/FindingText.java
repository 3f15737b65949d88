package dev.postern.mail.auth;

import dev.postern.mail.auth.field.MethodResult;
import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.spf.SpfFinding;
import java.util.List;

/** Findings in the words of Authentication-Results. Only what a method has judged is told, and no local part (RFC 8601 §4). */
final class FindingText {
    private FindingText() {}

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
}
