package dev.postern.benchmarks;

import dev.postern.benchmarks.process.CpuTime;
import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Table;
import dev.postern.benchmarks.source.Bars;
import dev.postern.benchmarks.source.Scenario;
import dev.postern.benchmarks.source.SourceRun;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern bench source}: how fast mail comes into a topic. */
@Command(
        name = "source",
        description = {
            "Sends mail to Postern's source connector, which answers 250 when all replicas have it, and compares the rate with that of",
            "a Postfix that queues to the same disk, and of a bare producer of the same records; and has it read a mailbox beside fetchmail.",
            "It takes some 20 minutes."
        },
        mixinStandardHelpOptions = true)
final class SourceBench implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(
            names = "--scenarios",
            paramLabel = "SCENARIO",
            split = ",",
            description =
                    "Some of 4k and 100k with -s1, -s10, -s20, -s100 or -s1000 sessions, such as 4k-s20, and imap; default: all.")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(
            names = "--mails",
            paramLabel = "N",
            description = "Mails of each run, to try it out: nothing is warm then (default: enough for some seconds).")
    private int mails;

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (mails < 0) {
            throw new ParameterException(spec.commandLine(), "--mails is " + mails + ", but must be above 0");
        }
        CpuTime.checkKnown();
        List<Row> rows = new SourceRun(scenarios, mails, spec.commandLine().getErr())
                .measure(KafkaKit.ofThisBuild(), Executables.ofThisMachine(), options.runs());
        Table.print(rows, Bars.ALL, spec.commandLine().getOut());
        return options.conclude(rows, Bars.ALL);
    }
}
