package dev.postern.smtp.journal;

import java.time.Duration;
import java.util.List;

/**
 * When a mail is tried again, and for how long.
 *
 * @param pauses behind the first attempt, the second and so on; behind the last one it repeats. At least one
 * @param maxAge behind which no attempt begins (RFC 5321 §4.5.4.1: 4 to 5 days at least)
 * @param delayedAfter from which age on a sender who asked for it is told of the delay; zero: never
 */
public record RetrySchedule(List<Duration> pauses, Duration maxAge, Duration delayedAfter) {
    /** Within some hours more and more rarely, then every four hours, for 5 days. */
    public static final RetrySchedule DEFAULT = new RetrySchedule(
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4)),
            Duration.ofDays(5),
            Duration.ofHours(4));

    /** @throws IllegalArgumentException if there is no pause, or one that is none */
    public RetrySchedule {
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty() || pauses.stream().anyMatch(pause -> pause.isNegative() || pause.isZero())) {
            throw new IllegalArgumentException("a schedule has at least one pause, each above zero");
        }
        if (maxAge.isNegative() || delayedAfter.isNegative()) {
            throw new IllegalArgumentException("ages are not negative");
        }
    }

    /** The pause behind so many attempts, at least 1. */
    Duration behind(int attempts) {
        return pauses.get(Math.min(attempts, pauses.size()) - 1);
    }
}
