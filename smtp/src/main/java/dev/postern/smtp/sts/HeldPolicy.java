package dev.postern.smtp.sts;

import java.time.Duration;
import java.time.Instant;

/**
 * A policy that was fetched.
 *
 * @param id what the domain called it then
 * @param fetched when
 */
record HeldPolicy(StsPolicy policy, String id, Instant fetched) {
    private static final Duration LEAST = Duration.ofMinutes(5); // so that max_age=0 is not fetched for each mail
    private static final Duration RENEWAL = Duration.ofDays(1);

    /** Until when it holds. */
    Instant expiry() {
        Duration age = policy.maxAge();
        return fetched.plus(age.compareTo(LEAST) < 0 ? LEAST : age);
    }

    boolean holds(Instant now) {
        return now.isBefore(expiry());
    }

    /** Whether it is time to fetch it again, though it holds: once a day, and well before it ends (RFC 8461 §3.3). */
    boolean isDue(Instant now) {
        Duration half = Duration.between(fetched, expiry()).dividedBy(2);
        return !now.isBefore(fetched.plus(half.compareTo(RENEWAL) < 0 ? half : RENEWAL));
    }
}
