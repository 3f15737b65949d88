package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.result.Bar;
import java.util.List;

/** What Postern promises of sending. */
public final class Bars {
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

    private Bars() {}

    private static Bar least(String scenario, String ratio, double bound) {
        return Bar.least(Comparison.POSTERN, scenario, ratio, bound);
    }

    private static Bar most(String scenario, String ratio, double bound) {
        return Bar.most(Comparison.POSTERN, scenario, ratio, bound);
    }
}
