package dev.postern.mail.lint;

/** Whether a mail is small enough. */
final class SizeLint {
    /** What the strictest of the large providers take, attachments in base64 included. */
    private static final long MOST_OCTETS = 25_000_000;

    private SizeLint() {}

    static LintFinding finding(long octets) {
        return octets <= MOST_OCTETS
                ? LintFinding.met(LintRule.SIZE, "it has " + octets + " octets")
                : LintFinding.missed(
                        LintRule.SIZE,
                        "it has " + octets + " octets, where large providers take " + MOST_OCTETS
                                + ": send a link in place of the attachment");
    }
}
