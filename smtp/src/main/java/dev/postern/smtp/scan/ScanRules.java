package dev.postern.smtp.scan;

import java.time.Duration;

/**
 * What becomes of a mail that a scanner has judged, or could not judge.
 *
 * @param deadline of one scan, from its begin to its finding
 * @param failure where there is no finding
 * @param spam where it is unwanted mail
 * @param infected where it is harmful
 */
public record ScanRules(Duration deadline, OnFailure failure, OnFinding spam, OnFinding infected) {
    /** 30 seconds; nothing is taken unscanned, and nothing that a scanner would refuse. */
    public static final ScanRules DEFAULT =
            new ScanRules(Duration.ofSeconds(30), OnFailure.TEMPFAIL, OnFinding.REFUSE, OnFinding.REFUSE);

    /** @throws IllegalArgumentException if the deadline is not positive */
    public ScanRules {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("the deadline of a scan must be positive, not " + deadline);
        }
    }

    /** What becomes of a mail about which nothing was found out. */
    public enum OnFailure {
        /** It is answered 451 4.7.1: the client comes again. */
        TEMPFAIL,
        /** It is taken, marked as unscanned. */
        ACCEPT
    }

    /** What becomes of a mail that its scanner would refuse. */
    public enum OnFinding {
        /** It is refused: 554 5.7.1, or 451 4.7.1 where the scanner advises to try later. */
        REFUSE,
        /** It is taken with the finding. */
        TAG
    }
}
