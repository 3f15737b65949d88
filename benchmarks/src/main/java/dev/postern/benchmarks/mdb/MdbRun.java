package dev.postern.benchmarks.mdb;

import dev.postern.benchmarks.inbound.Clients;
import dev.postern.benchmarks.inbound.Scenario;
import dev.postern.benchmarks.inbound.Target;
import dev.postern.benchmarks.inbound.Targets;
import dev.postern.benchmarks.process.ApplicationKit;
import dev.postern.benchmarks.process.MeasuredProcess;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same load for the bare server and for each bean in turn, so that a slow minute of the machine meets them all alike. */
public final class MdbRun {
    /** The SMTP server alone, in rows and ratios. */
    static final String BARE = "bare";

    /** What the clients do, and how many messages make a run of some seconds. */
    private static final Map<Scenario, Integer> LOADS =
            new EnumMap<>(Map.of(Scenario.SMALL, 8_000, Scenario.SMALL_KEPT, 16_000));

    private final Clients clients;
    private final int messages;
    private final PrintWriter progress;
    private final Map<Cell, List<Sample>> samples = new LinkedHashMap<>();

    private record Cell(String target, String scenario) {}

    /**
     * A run with these clients.
     *
     * @param messages of each load, or 0 for enough to take some seconds
     * @param progress takes a line for each load
     */
    public MdbRun(Clients clients, int messages, PrintWriter progress) {
        this.clients = clients;
        this.messages = messages;
        this.progress = progress;
    }

    /**
     * Starts the servers and measures them.
     *
     * @param warmUps loads of each kind that are not counted
     * @param runs loads of each kind that are
     * @return a row for each server, bean and load
     */
    public List<Row> measure(ApplicationKit kit, int warmUps, int runs) throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.create();
                Target bare = Targets.postern(scratch.path(), null);
                Container micro = Container.payaraMicro(
                        kit, Files.createDirectory(scratch.path().resolve("micro")));
                Container wildFly = Container.wildFly(
                        kit, Files.createDirectory(scratch.path().resolve("wildfly")))) {
            List<Container> containers = List.of(micro, wildFly);
            for (int run = 1; run <= warmUps; run++) {
                measureAll("warm-up " + run, bare, containers);
            }
            samples.clear();
            for (int run = 1; run <= runs; run++) {
                measureAll("run " + run + '/' + runs, bare, containers);
            }
            return rows();
        }
    }

    private void measureAll(String run, Target bare, List<Container> containers) {
        for (Scenario load : LOADS.keySet()) {
            measure(run, new Cell(BARE, load.label()), load, bare.process(), bare.port());
            for (Container container : containers) {
                for (Attribute attribute : Attribute.values()) {
                    Cell cell = new Cell(container.name(), attribute.label(load));
                    measure(run, cell, load, container.process(), container.port(attribute));
                }
            }
        }
    }

    private void measure(String run, Cell cell, Scenario load, MeasuredProcess process, int port) {
        int count = messages == 0 ? LOADS.getOrDefault(load, 0) : messages;
        long before = process.cpuMicros();
        long elapsed = clients.send(load, count, port);
        Sample sample = Sample.of(count, elapsed, process.cpuMicros() - before);
        samples.computeIfAbsent(cell, any -> new ArrayList<>()).add(sample);
        progress.printf(
                Locale.ROOT,
                "%-9s %-18s %-12s %6.0f msgs/s %7.1f µs/msg%n",
                run,
                cell.scenario(),
                cell.target(),
                sample.messagesPerSecond(),
                sample.cpuMicrosPerMessage());
        progress.flush();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Scenario load : LOADS.keySet()) {
            Cell bare = new Cell(BARE, load.label());
            rows.add(Row.of(bare.target(), bare.scenario(), median(bare), Map.of()));
            for (String container : List.of(Container.PAYARA_MICRO, Container.WILDFLY)) {
                for (Attribute attribute : Attribute.values()) {
                    Cell cell = new Cell(container, attribute.label(load));
                    double ratio = Row.ratio(
                            median(cell).cpuMicrosPerMessage(), median(bare).cpuMicrosPerMessage());
                    rows.add(Row.of(cell.target(), cell.scenario(), median(cell), Map.of(BARE, ratio)));
                }
            }
        }
        return rows;
    }

    private Sample median(Cell cell) {
        return Sample.median(samples.getOrDefault(cell, List.of()));
    }
}
