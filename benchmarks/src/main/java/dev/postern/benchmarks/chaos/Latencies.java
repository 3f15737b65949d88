package dev.postern.benchmarks.chaos;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long mails took, counted in steps of a tenth of a millisecond up to 10 seconds. */
final class Latencies {
    private static final long NANOS_PER_STEP = 100_000;
    private static final double STEPS_PER_MILLI = 10;

    private final AtomicLongArray counts = new AtomicLongArray(100_001);

    /** In milliseconds. */
    record Summary(double median, double p99, double max) {
        @Override
        public String toString() {
            return "median " + median + ", p99 " + p99 + ", longest " + max;
        }
    }

    void add(long nanos) {
        counts.incrementAndGet((int) Math.min(nanos / NANOS_PER_STEP, counts.length() - 1));
    }

    Summary summary() {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        return new Summary(step(total / 2), step(total * 99 / 100), step(total - 1));
    }

    private double step(long rank) {
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen > rank) {
                return (i + 1) / STEPS_PER_MILLI;
            }
        }
        return 0;
    }
}
