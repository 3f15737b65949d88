package dev.postern.benchmarks.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * One line of the result.
 *
 * @param target the server's name
 * @param scenario its label
 * @param messagesPerSecond median
 * @param cpuMicrosPerMessage median, of the server's processes
 * @param ratio what the comparison is about: this target's figure over that of a peer or another run, by a name that says which
 */
@JsonPropertyOrder({"target", "scenario", "msgs_per_s", "cpu_us_per_msg", "ratio"})
public record Row(
        String target,
        String scenario,
        @JsonProperty("msgs_per_s") double messagesPerSecond,
        @JsonProperty("cpu_us_per_msg") double cpuMicrosPerMessage,
        Map<String, Double> ratio) {
    /** A row with the figures as they are printed. */
    public static Row of(String target, String scenario, Sample sample, Map<String, Double> ratios) {
        return new Row(
                target,
                scenario,
                rounded(sample.messagesPerSecond(), 1),
                rounded(sample.cpuMicrosPerMessage(), 10),
                ratios);
    }

    /** A ratio as it is printed. */
    public static double ratio(double ours, double theirs) {
        return rounded(ours / theirs, 100);
    }

    private static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }
}
