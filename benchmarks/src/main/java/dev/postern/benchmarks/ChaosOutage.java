package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.chaos.outage.Outage;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos outage}: a destination that is down while its mail waits in topics. */
@Command(
        name = "outage",
        description =
                "Has a million mails wait for a server that is down, sends others beside them, and brings the server back. Needs nsd.",
        mixinStandardHelpOptions = true)
final class ChaosOutage implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final ChaosOptions options = new ChaosOptions();

    @Option(names = "--mails", paramLabel = "N", description = "Mails that wait (default: 1000000).")
    private int mails = 1_000_000;

    @Option(
            names = "--others",
            paramLabel = "N",
            description = "Mails for another domain, in each run that is measured (default: 100000).")
    private int others = 100_000;

    @Option(
            names = "--schedule",
            paramLabel = "PAUSES",
            description = "When mail is attempted again, as in deferred.schedule (default: 1m,2m,4m).")
    private String schedule = "1m,2m,4m";

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (mails < 1 || others < 1) {
            throw new ParameterException(spec.commandLine(), "--mails and --others must be above 0");
        }
        Report report = Report.begun();
        new Outage(
                        KafkaKit.ofThisBuild(),
                        mails,
                        others,
                        options.heap(),
                        schedule,
                        spec.commandLine().getErr())
                .run(report);
        return options.conclude(report, spec);
    }
}
