package dev.postern.mail.lint;

/**
 * What came of one rule.
 *
 * @param text what was found and, where the rule is not met, what to do; holds nothing of the mail but names of domains and fields
 */
public record LintFinding(LintRule rule, Verdict verdict, String text) {
    /** What came of it. */
    public enum Verdict {
        /** The mail is as providers want it. */
        MET,
        /** It is not. */
        MISSED,
        /** That can't be told now. */
        UNKNOWN
    }

    static LintFinding met(LintRule rule, String text) {
        return new LintFinding(rule, Verdict.MET, text);
    }

    static LintFinding missed(LintRule rule, String text) {
        return new LintFinding(rule, Verdict.MISSED, text);
    }

    static LintFinding unknown(LintRule rule, String text) {
        return new LintFinding(rule, Verdict.UNKNOWN, text);
    }
}
