package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.result.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that is measured, in one run. */
public final class OutboundRun {
    private static final int WARM_UPS = 3;

    private final KafkaKit kit;
    private final Executables executables;
    private final PrintWriter out;
    private final PrintWriter progress;

    /**
     * A run of these programs.
     *
     * @param out takes what is to be known of the set-up
     * @param progress takes a line for each run
     */
    public OutboundRun(KafkaKit kit, Executables executables, PrintWriter out, PrintWriter progress) {
        this.kit = kit;
        this.executables = executables;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Measures these parts.
     *
     * @param runs of each size and peer, of which the median counts
     * @param mails of each of them, without runs to warm up before; or 0 for enough to take some seconds
     */
    public List<Row> measure(Set<Part> parts, int runs, int mails) throws IOException {
        Path smtpSource = executables.ofPostfix("smtp-source");
        List<Row> rows = new ArrayList<>();
        try (Bed bed = Bed.start(kit, executables)) {
            if (parts.contains(Part.TASKS)) {
                rows.addAll(TaskScaling.rows(bed, progress));
            }
            if (parts.contains(Part.PEERS)) {
                rows.addAll(compare(bed, smtpSource, runs, mails));
            }
            if (parts.contains(Part.FLAT)) {
                Peer postern = postern("flat", "flat", "", bed);
                rows.addAll(Flatness.rows(postern, progress));
            }
        }
        return rows;
    }

    private List<Row> compare(Bed bed, Path smtpSource, int runs, int mails) throws IOException {
        List<Peer> peers = new ArrayList<>();
        peers.add(postern(Comparison.POSTERN, "mails", "", bed));
        peers.add(
                postern(Comparison.POSTERN_DURABLE, "mails-durable", Connectors.durable(bed.bootstrapServers()), bed));
        Optional<ConnectPeer> camel = bed.camel(
                Comparison.CAMEL,
                Connectors.camel("bodies", bed.sink().port()),
                bed.source("bodies", 1, Records.BODIES));
        camel.ifPresentOrElse(
                peers::add, () -> out.println("camel: left out, for its connector has not been fetched from Central."));
        peers.add(bed.keep(PostfixPeer.start(bed.sink(), smtpSource)));
        peers.add(bed.keep(
                Floor.start(bed.source("mails-floor", 1, Records.MAILS), bed.sink(), smtpSource, bed.directory())));
        Comparison comparison = new Comparison(peers, mails, progress);
        comparison.warmUp(mails == 0 ? WARM_UPS : 0);
        comparison.measure(runs);
        return comparison.rows();
    }

    private static Peer postern(String name, String topic, String more, Bed bed) throws IOException {
        ConnectPeer.Source source = bed.source(topic, 1, Records.MAILS);
        return bed.postern(
                name,
                Connectors.postern(topic, bed.sink().port(), 1, Connectors.CONNECTIONS, more),
                source,
                bed.sink());
    }
}
