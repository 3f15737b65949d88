package dev.postern.kafka;

import java.time.Duration;

/**
 * When something that failed for now is tried again: a deferred mail, say, or a connection.
 *
 * @param first the pause before the first retry; it doubles with each one
 * @param longest the pause never grows beyond it
 * @param total how long after the first attempt a retry may still start
 */
public record Backoff(Duration first, Duration longest, Duration total) {
    /** The pause behind this many attempts, at least 1. */
    public Duration pause(int attempts) {
        int doublings = Math.min(attempts - 1, 30);
        long millis = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(millis < 0 ? longest.toMillis() : millis);
    }
}
