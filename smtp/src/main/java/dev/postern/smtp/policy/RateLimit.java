package dev.postern.smtp.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many events of a key within a period: all at once if they were saved up, and then one at a time as the period goes by (the generic cell
 * rate algorithm). One number for each key, of a bounded number of keys.
 */
final class RateLimit {
    private static final int MOST_KEYS = 50_000;

    private final long most;
    private final long period;
    private final long interval;
    private final LongSupplier clock;
    /** When the bucket of a key has filled again. */
    private final Cache<Object, AtomicLong> full;

    /**
     * @param most events in the period; 0 for no limit
     * @param clock nanoseconds, such as {@link System#nanoTime()}
     */
    RateLimit(long most, Duration period, LongSupplier clock) {
        this.most = most;
        this.period = period.toNanos();
        this.interval = most == 0 ? 0 : this.period / most;
        this.clock = clock;
        this.full = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(period.multipliedBy(2))
                .build();
    }

    /** Counts an event of the key, unless it is one too many. */
    boolean take(Object key) {
        if (most == 0) {
            return true;
        }
        long now = clock.getAsLong();
        AtomicLong time = full.get(key, any -> new AtomicLong(now));
        while (true) {
            long before = time.get();
            long after = (before - now > 0 ? before : now) + interval;
            if (after - now > period) {
                return false;
            }
            if (time.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** Whether the next event would be one too many. */
    boolean isUsedUp(Object key) {
        AtomicLong time = most == 0 ? null : full.getIfPresent(key);
        return time != null && time.get() + interval - clock.getAsLong() > period;
    }

    /** The keys that are remembered. */
    long size() {
        full.cleanUp();
        return full.estimatedSize();
    }
}
