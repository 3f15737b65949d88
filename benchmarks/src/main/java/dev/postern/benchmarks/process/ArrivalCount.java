package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.time.Duration;

/** How many mails have come to a receiver, and when. Safe for use by several threads. */
public final class ArrivalCount {
    private static final int AWAKENING = 100;

    private long count;
    private long first;
    private long last;

    /**
     * What has come since {@link #begin()}.
     *
     * @param nanos between the first and the last one
     */
    public record Arrivals(long count, long nanos) {}

    /** Counts from here. */
    public synchronized void begin() {
        count = 0;
    }

    /** Takes note of mails that have come now. */
    public synchronized void add(long mails) {
        last = System.nanoTime();
        first = count == 0 ? last : first;
        count += mails;
        if (count % AWAKENING == 0) { // of the others the waiting thread hears when it looks up
            notifyAll();
        }
    }

    /** How many have come since {@link #begin()}. */
    public synchronized long count() {
        return count;
    }

    /**
     * Waits until so many have come since {@link #begin()}.
     *
     * @param patience with the next one
     * @throws BenchException if it does not come
     */
    public synchronized Arrivals await(long wanted, Duration patience) {
        long before = count;
        long since = System.nanoTime();
        while (count < wanted) {
            if (count > before) {
                before = count;
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > patience.toNanos()) {
                throw new BenchException(
                        "only " + count + " of " + wanted + " mails came, and none for " + patience.toSeconds() + " s");
            }
            try {
                wait(AWAKENING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("interrupted", e);
            }
        }
        return new Arrivals(count, last - first);
    }
}
