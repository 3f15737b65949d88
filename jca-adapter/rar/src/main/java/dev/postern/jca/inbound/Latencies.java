package dev.postern.jca.inbound;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How many things took how long, in a few classes. */
final class Latencies {
    private static final long[] MOST_MILLIS = {
        1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, Long.MAX_VALUE
    };

    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(MOST_MILLIS.length).toArray(LongAdder[]::new);

    void add(Duration latency) {
        int found = Arrays.binarySearch(
                MOST_MILLIS, Math.max(0, latency.minusNanos(1).toMillis() + 1));
        counts[found < 0 ? -found - 1 : found].increment();
    }

    /** The counts by the most milliseconds of their class, without those that are 0. */
    Map<Long, Long> counts() {
        Map<Long, Long> counted = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            long count = counts[i].sum();
            if (count > 0) {
                counted.put(MOST_MILLIS[i], count);
            }
        }
        return counted;
    }
}
