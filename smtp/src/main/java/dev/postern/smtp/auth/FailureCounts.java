package dev.postern.smtp.auth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How often each of many keys failed; a count halves in a quarter of an hour. */
final class FailureCounts {
    private static final Duration HALF_LIFE = Duration.ofMinutes(15);
    private static final Duration LONG_AGO = Duration.ofDays(3_650);

    private final RecentKeys<Count> counts;

    /** @param last when the value was right */
    private record Count(double value, Instant last) {
        double at(Instant now) {
            double lives = (double) Duration.between(last, now).toMillis() / HALF_LIFE.toMillis();
            return lives <= 0 ? value : value * Math.pow(0.5, lives);
        }
    }

    FailureCounts(int mostKeys) {
        counts = new RecentKeys<>(mostKeys);
    }

    void add(String key, Instant now) {
        counts.put(key, new Count(count(key, now) + 1, now));
    }

    double count(String key, Instant now) {
        @Nullable Count count = counts.get(key);
        return count == null ? 0 : count.at(now);
    }

    /** The count when the key failed last. */
    double countAtLast(String key) {
        @Nullable Count count = counts.get(key);
        return count == null ? 0 : count.value();
    }

    /** How long ago the key failed last. */
    Duration sinceLast(String key, Instant now) {
        @Nullable Count count = counts.get(key);
        return count == null ? LONG_AGO : Duration.between(count.last(), now);
    }
}
