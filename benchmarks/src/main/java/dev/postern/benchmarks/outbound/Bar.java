package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.result.Row;
import java.util.List;
import java.util.Optional;

/**
 * What Postern promises about a ratio.
 *
 * @param scenario the label of the rows
 * @param ratio its name in the rows
 * @param bound the value that still holds
 * @param isLeast whether the bound is the least, rather than the most
 */
public record Bar(String scenario, String ratio, double bound, boolean isLeast) {
    /** The promises. */
    public static final List<Bar> ALL = List.of(
            least("2k", Comparison.CAMEL, 4),
            least("10k", Comparison.CAMEL, 50),
            most("2k", Comparison.CAMEL_CPU, 0.2),
            most("10k", Comparison.CAMEL_CPU, 0.2),
            least("2k", Comparison.POSTFIX, 5),
            least("10k", Comparison.POSTFIX, 5),
            least("100k", Comparison.POSTFIX, 5),
            most("2k", Comparison.FLOOR, 2.5),
            most("10k", Comparison.FLOOR, 2.5),
            most("100k", Comparison.FLOOR, 2.5),
            least(TaskScaling.SCENARIO, TaskScaling.RATIO, 2.7),
            most(Flatness.SCENARIO, Flatness.RATIO, 1.1));

    private static Bar least(String scenario, String ratio, double bound) {
        return new Bar(scenario, ratio, bound, true);
    }

    private static Bar most(String scenario, String ratio, double bound) {
        return new Bar(scenario, ratio, bound, false);
    }

    /** What the rows hold for this bar, or empty where it was not measured. */
    public Optional<Double> measured(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.target().equals(Comparison.POSTERN))
                .filter(row -> row.scenario().equals(scenario))
                .flatMap(row -> Optional.ofNullable(row.ratio().get(ratio)).stream())
                .findFirst();
    }

    /** Whether this bar was measured and does not hold. */
    public boolean isMissed(List<Row> rows) {
        return measured(rows)
                .filter(value -> isLeast ? value < bound : value > bound)
                .isPresent();
    }
}
