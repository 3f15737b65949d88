package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.result.Row;
import java.util.List;
import java.util.Optional;

/**
 * What Postern promises: at most so many times the CPU per message of a peer.
 *
 * @param target Postern, with or without its checks
 * @param most the ratio that still holds
 */
public record Bar(String target, Scenario scenario, String peer, double most) {
    /** The promises. */
    public static final List<Bar> ALL = List.of(
            new Bar(Targets.POSTERN, Scenario.SMALL, Targets.SMTP_SINK, 1.1),
            new Bar(Targets.POSTERN, Scenario.SMALL_KEPT, Targets.SMTP_SINK, 0.95),
            new Bar(Targets.POSTERN, Scenario.LARGE, Targets.SMTP_SINK, 0.45),
            new Bar(Targets.POSTERN, Scenario.LARGE_KEPT, Targets.SMTP_SINK, 0.45),
            new Bar(Targets.POSTERN_CHECKED, Scenario.SMALL, Targets.SMTP_SINK, 1.2),
            new Bar(Targets.POSTERN_CHECKED, Scenario.SMALL_KEPT, Targets.SMTP_SINK, 1.2),
            new Bar(Targets.POSTERN_CHECKED, Scenario.LARGE, Targets.SMTP_SINK, 0.5),
            new Bar(Targets.POSTERN_CHECKED, Scenario.LARGE_KEPT, Targets.SMTP_SINK, 0.5),
            new Bar(Targets.POSTERN, Scenario.SMALL, Targets.SUBETHASMTP, 0.8),
            new Bar(Targets.POSTERN, Scenario.SMALL_KEPT, Targets.SUBETHASMTP, 0.65),
            new Bar(Targets.POSTERN, Scenario.LARGE, Targets.SUBETHASMTP, 0.4),
            new Bar(Targets.POSTERN, Scenario.LARGE_KEPT, Targets.SUBETHASMTP, 0.4));

    /** The ratio that the rows hold for this bar, or empty where the target or the peer was not measured. */
    public Optional<Double> measured(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.target().equals(target))
                .filter(row -> row.scenario().equals(scenario.label()))
                .flatMap(row -> Optional.ofNullable(row.ratio().get(peer)).stream())
                .findFirst();
    }

    /** Whether this bar was measured and does not hold. */
    public boolean isMissed(List<Row> rows) {
        return measured(rows).filter(ratio -> ratio > most).isPresent();
    }
}
