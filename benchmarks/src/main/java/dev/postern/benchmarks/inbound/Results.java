package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The samples of all runs, and what follows from them. Used by one thread. */
public final class Results {
    private final Map<Scenario, Map<String, List<Sample>>> samples = new EnumMap<>(Scenario.class);

    /** Adds what one run cost. */
    public void add(Scenario scenario, String target, Sample sample) {
        samples.computeIfAbsent(scenario, key -> new LinkedHashMap<>())
                .computeIfAbsent(target, key -> new ArrayList<>())
                .add(sample);
    }

    /** One row for each scenario and target: the medians, rounded as they are printed. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        samples.forEach((scenario, byTarget) -> byTarget.forEach((target, runs) -> {
            Sample median = Sample.median(runs);
            rows.add(Row.of(target, scenario.label(), median, ratios(target, median, byTarget)));
        }));
        return rows;
    }

    private static Map<String, Double> ratios(String target, Sample median, Map<String, List<Sample>> byTarget) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (String peer : Targets.PEERS) {
            List<Sample> peerRuns = byTarget.get(peer);
            if (!peer.equals(target) && peerRuns != null) {
                double peerCpu = Sample.median(peerRuns).cpuMicrosPerMessage();
                ratios.put(peer, Row.ratio(median.cpuMicrosPerMessage(), peerCpu));
            }
        }
        return ratios;
    }
}
