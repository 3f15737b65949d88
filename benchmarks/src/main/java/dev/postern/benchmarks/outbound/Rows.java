package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.util.Map;

/** Makes rows, with figures as they are printed. */
final class Rows {
    private Rows() {}

    static Row of(String target, String scenario, Sample sample, Map<String, Double> ratios) {
        return new Row(
                target,
                scenario,
                rounded(sample.messagesPerSecond(), 1),
                rounded(sample.cpuMicrosPerMessage(), 10),
                ratios);
    }

    static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }
}
