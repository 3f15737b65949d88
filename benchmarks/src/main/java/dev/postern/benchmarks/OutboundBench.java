package dev.postern.benchmarks;

import dev.postern.benchmarks.outbound.Bars;
import dev.postern.benchmarks.outbound.OutboundRun;
import dev.postern.benchmarks.outbound.Part;
import dev.postern.benchmarks.process.CpuTime;
import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Table;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern bench outbound}: what it costs to send the mails of a topic. */
@Command(
        name = "outbound",
        description = {
            "Sends the mails of a topic to smtp-sink: by Postern's sink connector, by Camel's, and by Postfix, and compares rates",
            "and CPU per message, also with a bare consumer and smtp-source. It takes some 15 minutes."
        },
        mixinStandardHelpOptions = true)
final class OutboundBench implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            description =
                    "Some of peers, tasks (one and three of them), flat (10,000 mails to 1,000,000); default: all.")
    private List<Part> parts = List.of(Part.values());

    @Option(
            names = "--mails",
            paramLabel = "N",
            description =
                    "Mails of each run beside peers, to try it out: nothing is warm then (default: enough for some seconds).")
    private int mails;

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (mails < 0) {
            throw new ParameterException(spec.commandLine(), "--mails is " + mails + ", but must be above 0");
        }
        CpuTime.checkKnown();
        OutboundRun run = new OutboundRun(
                KafkaKit.ofThisBuild(),
                Executables.ofThisMachine(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        Set<Part> wanted = EnumSet.copyOf(parts);
        List<Row> rows = run.measure(wanted, options.runs(), mails);
        Table.print(rows, Bars.ALL, spec.commandLine().getOut());
        return options.conclude(rows, Bars.ALL);
    }
}
