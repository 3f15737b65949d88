package dev.postern.kafka.sink;

import java.time.Duration;

/**
 * When a deferred mail is tried again.
 *
 * @param first the pause before the first retry; it doubles with each one
 * @param longest the pause never grows beyond it
 * @param total how long after the first attempt a retry may still start
 */
record Backoff(Duration first, Duration longest, Duration total) {
    /** The pause behind this many attempts, at least 1. */
    Duration pause(int attempts) {
        int doublings = Math.min(attempts - 1, 30);
        long millis = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(millis < 0 ? longest.toMillis() : millis);
    }
}
