package dev.postern.smtp.scan;

import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;

/**
 * What a scanner found, and what it advises.
 *
 * @param result what it found; its detail may be in the scanner's own words
 * @param advice what it would do with the mail
 */
public record Finding(ScanResult result, Advice advice) {
    /** What to do with a mail. */
    public enum Advice {
        /** Take it, with what was found. */
        TAKE,
        /** Refuse it for now: the client shall come again. */
        TRY_LATER,
        /** Refuse it for good. */
        REFUSE
    }

    /** Nothing was found. */
    static Finding clean(String scanner) {
        return new Finding(new ScanResult(scanner, Outcome.CLEAN, null, ""), Advice.TAKE);
    }
}
