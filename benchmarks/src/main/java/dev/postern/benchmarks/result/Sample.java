package dev.postern.benchmarks.result;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run of one scenario against one target cost.
 *
 * @param messagesPerSecond by the clock of the clients
 * @param cpuMicrosPerMessage user and system time of the server's processes
 */
public record Sample(double messagesPerSecond, double cpuMicrosPerMessage) {
    /** A sample from what was counted. */
    public static Sample of(int messages, long elapsedNanos, long cpuMicros) {
        return new Sample(messages * 1e9 / elapsedNanos, (double) cpuMicros / messages);
    }

    /**
     * The medians of both figures, each by itself.
     *
     * @throws IllegalArgumentException if there is no sample
     */
    public static Sample median(List<Sample> samples) {
        return new Sample(median(samples, Sample::messagesPerSecond), median(samples, Sample::cpuMicrosPerMessage));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("nothing has no median");
        }
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
