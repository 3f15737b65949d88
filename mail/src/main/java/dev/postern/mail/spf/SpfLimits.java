package dev.postern.mail.spf;

import java.time.Duration;

/**
 * What one check may cost (RFC 7208 §4.6.4).
 *
 * @param lookups how many terms may ask DNS
 * @param voidLookups how many of these may find nothing
 * @param time after which a check ends with {@link SpfResult#TEMPERROR}; the RFC asks for 20 seconds at least
 */
public record SpfLimits(int lookups, int voidLookups, Duration time) {
    /** What the RFC says: 10 terms, 2 of them in vain, 20 seconds. */
    public static final SpfLimits STANDARD = new SpfLimits(10, 2, Duration.ofSeconds(20));

    /** The most terms that may be allowed: each may bring ten questions, and is one step deeper. */
    private static final int MOST_LOOKUPS = 100;

    /** @throws IllegalArgumentException if there are no lookups, more than 100, a negative number of vain ones, or no time */
    public SpfLimits {
        if (lookups < 1 || lookups > MOST_LOOKUPS || voidLookups < 0) {
            throw new IllegalArgumentException("a check needs 1 to 100 lookups, and 0 or more in vain");
        }
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a check needs time");
        }
    }

    /** The same with this much time. */
    public SpfLimits withTime(Duration value) {
        return new SpfLimits(lookups, voidLookups, value);
    }
}
