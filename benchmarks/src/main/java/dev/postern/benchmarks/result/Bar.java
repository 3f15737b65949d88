package dev.postern.benchmarks.result;

import java.util.List;
import java.util.Optional;

/**
 * What Postern promises about a ratio.
 *
 * @param target whose ratio it is
 * @param scenario the label of the rows
 * @param ratio its name in the rows
 * @param bound the value that still holds
 * @param isLeast whether the bound is the least, rather than the most
 */
public record Bar(String target, String scenario, String ratio, double bound, boolean isLeast) {
    /** A ratio that must be so much at least. */
    public static Bar least(String target, String scenario, String ratio, double bound) {
        return new Bar(target, scenario, ratio, bound, true);
    }

    /** A ratio that must be so much at most. */
    public static Bar most(String target, String scenario, String ratio, double bound) {
        return new Bar(target, scenario, ratio, bound, false);
    }

    /** What the rows hold for this bar, or empty where it was not measured. */
    public Optional<Double> measured(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.target().equals(target))
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
