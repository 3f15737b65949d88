package dev.postern.benchmarks.source;

import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every scenario with every peer, in turn, so that a slow minute of the machine meets them all alike. */
public final class SourceRun {
    /** Until then a JVM compiles what it runs. */
    private static final int WARM_UPS = 5;

    private static final List<Scenario> WARMING = List.of(Scenario.SMALL_20, Scenario.LARGE_20);

    private final List<Scenario> scenarios;
    private final int mails;
    private final PrintWriter progress;
    private final Map<Scenario, Map<String, List<Sample>>> samples = new EnumMap<>(Scenario.class);

    /**
     * A run of these.
     *
     * @param mails of each of them, without runs to warm up before; or 0 for enough to take some seconds
     * @param progress takes a line for each
     */
    public SourceRun(List<Scenario> scenarios, int mails, PrintWriter progress) {
        this.scenarios = List.copyOf(scenarios);
        this.mails = mails;
        this.progress = progress;
    }

    /**
     * Measures it.
     *
     * @param runs of each scenario and peer, of which the median counts
     */
    public List<Row> measure(KafkaKit kit, Executables executables, int runs) throws IOException {
        try (Bed bed = Bed.create(executables)) {
            List<Peer> peers = new ArrayList<>();
            List<Scenario> warming = new ArrayList<>();
            if (scenarios.stream().anyMatch(scenario -> scenario != Scenario.IMAP)) {
                peers.addAll(bed.peers(kit));
                warming.addAll(WARMING);
            }
            if (scenarios.contains(Scenario.IMAP)) {
                peers.addAll(bed.mailboxPeers(kit));
                warming.add(Scenario.IMAP);
            }
            for (int run = 1; mails == 0 && run <= WARM_UPS; run++) {
                runAll("warm-up " + run, warming, peers);
            }
            samples.clear();
            for (int run = 1; run <= runs; run++) {
                runAll("run " + run + "/" + runs, scenarios, peers);
            }
        }
        return rows();
    }

    private void runAll(String run, List<Scenario> each, List<Peer> peers) throws IOException {
        for (Scenario scenario : each) {
            for (Peer peer : peers.stream().filter(one -> one.takes(scenario)).toList()) {
                Sample sample = peer.run(scenario, mails == 0 ? peer.mails(scenario) : mails);
                progress.printf(
                        Locale.ROOT,
                        "%-9s %-10s %-9s %6.0f msgs/s %7.1f µs/msg%n",
                        run,
                        scenario,
                        peer.name(),
                        sample.messagesPerSecond(),
                        sample.cpuMicrosPerMessage());
                progress.flush();
                samples.computeIfAbsent(scenario, any -> new LinkedHashMap<>())
                        .computeIfAbsent(peer.name(), any -> new ArrayList<>())
                        .add(sample);
            }
        }
    }

    /** One row for each scenario and peer, with medians. */
    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        samples.forEach((scenario, byPeer) -> {
            Map<String, Sample> medians = new LinkedHashMap<>();
            byPeer.forEach((peer, runs) -> medians.put(peer, Sample.median(runs)));
            medians.forEach((peer, median) ->
                    rows.add(Row.of(peer, scenario.toString(), median, ratios(peer, median, medians))));
        });
        return rows;
    }

    private static Map<String, Double> ratios(String target, Sample median, Map<String, Sample> medians) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        if (target.equals(Peer.POSTERN)) {
            medians.forEach((peer, theirs) -> {
                if (!peer.equals(target)) {
                    ratios.put(peer, Row.ratio(median.messagesPerSecond(), theirs.messagesPerSecond()));
                }
            });
        }
        return ratios;
    }
}
