package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.chaos.source.Disturbance;
import dev.postern.benchmarks.chaos.source.SourceChaos;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos source}: mail into a topic while parts of the way fail. */
@Command(
        name = "source",
        description =
                "Kills, stops, pauses and restarts worker, connector and broker while clients send mail to the Kafka source, and looks whether every mail that got 250 is in the topic.",
        mixinStandardHelpOptions = true)
final class ChaosSource implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final ChaosOptions options = new ChaosOptions();

    @Option(names = "--mails", paramLabel = "N", description = "Mails in all (default: 100000).")
    private int mails = 100_000;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each of it befalls (default: 3).")
    private int rounds = 3;

    @Option(
            names = "--disturb",
            paramLabel = "WHAT",
            split = ",",
            description = "Some of kill, shutdown, stop, pause, restart, broker (default: all).")
    private List<Disturbance> disturbances = List.of(Disturbance.values());

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + ", but must be above 0");
        }
        int least = rounds * disturbances.size();
        if (mails < least) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--mails is " + mails + ", but must be at least " + least + ", one for each that befalls");
        }
        Report report = Report.begun();
        new SourceChaos(
                        KafkaKit.ofThisBuild(),
                        mails,
                        rounds,
                        disturbances,
                        spec.commandLine().getErr())
                .run(report);
        return options.conclude(report, spec);
    }
}
