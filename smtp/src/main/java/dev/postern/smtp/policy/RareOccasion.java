package dev.postern.smtp.policy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Tells when it is time again to say the same of the same thing, lest a log fills with it. */
public final class RareOccasion {
    private final long interval;
    private final LongSupplier clock;
    private final Map<String, Long> said = new ConcurrentHashMap<>();

    /** @param clock nanoseconds, such as {@link System#nanoTime()} */
    public RareOccasion(Duration interval, LongSupplier clock) {
        this.interval = interval.toNanos();
        this.clock = clock;
    }

    /** Whether nothing was said of this within the interval; then it is said now. */
    public boolean isNow(String thing) {
        long now = clock.getAsLong();
        Long before = said.get(thing);
        if (before != null && now - before < interval) {
            return false;
        }
        return before == null ? said.putIfAbsent(thing, now) == null : said.replace(thing, before, now);
    }
}
