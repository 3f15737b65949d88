package dev.postern.mail.arc;

import java.util.Locale;

/** Whether the chain of a mail holds (RFC 8617 §4.4). */
public enum ArcResult {
    /** Nobody has sealed the mail. */
    NONE,
    /** All seals and the newest signature are as they were made. */
    PASS,
    /** Something is not; for good, also where a key could not be had (RFC 8617 §5.2.1). It means what no chain means. */
    FAIL;

    /** As it stands in seals and in Authentication-Results. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
