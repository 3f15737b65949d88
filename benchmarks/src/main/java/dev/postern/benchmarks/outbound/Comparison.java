package dev.postern.benchmarks.outbound;

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
import java.util.function.ToDoubleFunction;

/** Mails of each size through each peer, in turn, so that a slow minute of the machine meets them all alike. */
public final class Comparison {
    /** The sink with its defaults. */
    static final String POSTERN = "postern";

    /** The sink as for production: its events are on record, and mail that waits is too. */
    static final String POSTERN_DURABLE = "postern-durable";

    /** Camel's sink; the ratio is of rates. */
    static final String CAMEL = "camel";

    /** The ratio of CPU times to Camel's. */
    static final String CAMEL_CPU = "camel-cpu";

    /** Postfix; the ratio is of rates. */
    static final String POSTFIX = "postfix";

    /** Reading and sending without anything between; the ratio is of CPU times. */
    static final String FLOOR = "floor";

    private final List<Peer> peers;
    private final int mails;
    private final PrintWriter progress;
    private final Map<Size, Map<String, List<Sample>>> samples = new EnumMap<>(Size.class);

    /**
     * A comparison of these.
     *
     * @param mails of each run, or 0 for as many as the peer wants
     * @param progress takes a line for each run
     */
    Comparison(List<Peer> peers, int mails, PrintWriter progress) {
        this.peers = List.copyOf(peers);
        this.mails = mails;
        this.progress = progress;
    }

    /** Runs that are not counted. */
    void warmUp(int runs) throws IOException {
        for (int run = 1; run <= runs; run++) {
            for (Size size : Size.values()) {
                for (Peer peer : peers) {
                    measure("warm-up " + run, size, peer);
                }
            }
        }
    }

    /** Runs that are counted. */
    void measure(int runs) throws IOException {
        for (int run = 1; run <= runs; run++) {
            for (Size size : Size.values()) {
                for (Peer peer : peers) {
                    samples.computeIfAbsent(size, any -> new LinkedHashMap<>())
                            .computeIfAbsent(peer.name(), any -> new ArrayList<>())
                            .add(measure("run " + run + "/" + runs, size, peer));
                }
            }
        }
    }

    private Sample measure(String run, Size size, Peer peer) throws IOException {
        Sample sample = peer.run(size, mails == 0 ? peer.mails(size) : mails);
        progress.printf(
                Locale.ROOT,
                "%-9s %-6s %-15s %6.0f msgs/s %7.1f µs/msg%n",
                run,
                size.label(),
                peer.name(),
                sample.messagesPerSecond(),
                sample.cpuMicrosPerMessage());
        progress.flush();
        return sample;
    }

    /** One row for each size and peer, with medians. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        samples.forEach((size, byPeer) -> byPeer.forEach((peer, runs) -> {
            Map<String, Double> ratios = peer.startsWith(POSTERN) ? ratios(peer, byPeer) : Map.of();
            rows.add(Row.of(peer, size.label(), Sample.median(runs), ratios));
        }));
        return rows;
    }

    private static Map<String, Double> ratios(String target, Map<String, List<Sample>> byPeer) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        put(ratios, CAMEL, target, CAMEL, Sample::messagesPerSecond, byPeer);
        put(ratios, CAMEL_CPU, target, CAMEL, Sample::cpuMicrosPerMessage, byPeer);
        put(ratios, POSTFIX, target, POSTFIX, Sample::messagesPerSecond, byPeer);
        put(ratios, FLOOR, target, FLOOR, Sample::cpuMicrosPerMessage, byPeer);
        return ratios;
    }

    private static void put(
            Map<String, Double> ratios,
            String name,
            String target,
            String peer,
            ToDoubleFunction<Sample> figure,
            Map<String, List<Sample>> byPeer) {
        List<Sample> ours = byPeer.get(target);
        List<Sample> theirs = byPeer.get(peer);
        if (ours != null && theirs != null) {
            ratios.put(
                    name,
                    Row.ratio(figure.applyAsDouble(Sample.median(ours)), figure.applyAsDouble(Sample.median(theirs))));
        }
    }
}
