package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.result.Bar;
import java.util.List;

/** What Postern promises of taking mail: at most so many times the CPU per message of a peer. */
public final class Bars {
    /** The promises. */
    public static final List<Bar> ALL = List.of(
            most(Targets.POSTERN, Scenario.SMALL, Targets.SMTP_SINK, 1.1),
            most(Targets.POSTERN, Scenario.SMALL_KEPT, Targets.SMTP_SINK, 0.95),
            most(Targets.POSTERN, Scenario.LARGE, Targets.SMTP_SINK, 0.45),
            most(Targets.POSTERN, Scenario.LARGE_KEPT, Targets.SMTP_SINK, 0.45),
            most(Targets.POSTERN_CHECKED, Scenario.SMALL, Targets.SMTP_SINK, 1.2),
            most(Targets.POSTERN_CHECKED, Scenario.SMALL_KEPT, Targets.SMTP_SINK, 1.2),
            most(Targets.POSTERN_CHECKED, Scenario.LARGE, Targets.SMTP_SINK, 0.5),
            most(Targets.POSTERN_CHECKED, Scenario.LARGE_KEPT, Targets.SMTP_SINK, 0.5),
            most(Targets.POSTERN, Scenario.SMALL, Targets.SUBETHASMTP, 0.8),
            most(Targets.POSTERN, Scenario.SMALL_KEPT, Targets.SUBETHASMTP, 0.65),
            most(Targets.POSTERN, Scenario.LARGE, Targets.SUBETHASMTP, 0.4),
            most(Targets.POSTERN, Scenario.LARGE_KEPT, Targets.SUBETHASMTP, 0.4));

    private Bars() {}

    private static Bar most(String target, Scenario scenario, String peer, double bound) {
        return Bar.most(target, scenario.label(), peer, bound);
    }
}
