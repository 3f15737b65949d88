package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Whether a mail costs the same, however many there are in one go. */
final class Flatness {
    /** The name of the row of the most mails. */
    static final String SCENARIO = "2k-1000000";

    /** The largest CPU time of a mail over the smallest. */
    static final String RATIO = "flat";

    /** Until then a JVM compiles what it runs, each time better. */
    private static final int WARM_UP = 300_000;

    private static final int ROUNDS = 3;
    private static final List<Go> GOES = List.of(new Go(10_000, 5), new Go(100_000, 2), new Go(1_000_000, 1));

    /** @param runs in each round, of which all together the median counts */
    private record Go(int mails, int runs) {}

    private Flatness() {}

    /** Measures it. */
    static List<Row> rows(Peer postern, PrintWriter progress) throws IOException {
        postern.run(Size.SMALL, WARM_UP);
        Map<Integer, List<Sample>> samples = new TreeMap<>();
        for (int round = 1; round <= ROUNDS; round++) { // not all of one number first: a slow minute meets all alike
            for (Go go : GOES) {
                for (int run = 1; run <= go.runs(); run++) {
                    Sample sample = postern.run(Size.SMALL, go.mails());
                    progress.printf(
                            Locale.ROOT,
                            "round %d/%d: %d mails, %.0f msgs/s %.1f µs/msg%n",
                            round,
                            ROUNDS,
                            go.mails(),
                            sample.messagesPerSecond(),
                            sample.cpuMicrosPerMessage());
                    progress.flush();
                    samples.computeIfAbsent(go.mails(), missing -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
        return rows(samples.values().stream().map(Sample::median).toList());
    }

    private static List<Row> rows(List<Sample> medians) {
        double most =
                medians.stream().mapToDouble(Sample::cpuMicrosPerMessage).max().orElseThrow();
        double least =
                medians.stream().mapToDouble(Sample::cpuMicrosPerMessage).min().orElseThrow();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < GOES.size(); i++) {
            boolean isLast = i == GOES.size() - 1;
            rows.add(Row.of(
                    Comparison.POSTERN,
                    "2k-" + GOES.get(i).mails(),
                    medians.get(i),
                    isLast ? Map.of(RATIO, Row.ratio(most, least)) : Map.of()));
        }
        return rows;
    }
}
