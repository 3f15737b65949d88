package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.chaos.sink.Disturbance;
import dev.postern.benchmarks.chaos.sink.SinkChaos;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos sink}: mail through the sink connector while parts of its world fail. */
@Command(
        name = "sink",
        description =
                "Kills and restarts parts around the Kafka sink while mail flows, and counts what is lost, and what comes twice.",
        mixinStandardHelpOptions = true)
final class ChaosSink implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final ChaosOptions options = new ChaosOptions();

    @Option(names = "--mails", paramLabel = "N", description = "Mails for each disturbance (default: 100000).")
    private int mails = 100_000;

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            description = "How late the receiver answers three of them (default: 120).")
    private int hold = 120;

    @Option(names = "--seed", paramLabel = "N", description = "Of the receiver's mood (default: by the clock).")
    private long seed = System.nanoTime();

    @Option(
            names = "--disturb",
            paramLabel = "WHAT",
            split = ",",
            description = "Some of kill, broker, rebalance, restart (default: all).")
    private List<Disturbance> disturbances = List.of(Disturbance.values());

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (mails < 1) {
            throw new ParameterException(spec.commandLine(), "--mails is " + mails + ", but must be above 0");
        }
        if (hold < 0) {
            throw new ParameterException(spec.commandLine(), "--hold is " + hold + ", but must be at least 0");
        }
        SinkChaos chaos = new SinkChaos(
                KafkaKit.ofThisBuild(),
                mails,
                Duration.ofSeconds(hold),
                seed,
                spec.commandLine().getErr());
        Report report = Report.begun();
        report.figures().put("seed", seed);
        for (Disturbance disturbance : disturbances) {
            chaos.run(disturbance, report);
        }
        return options.conclude(report, spec);
    }
}
