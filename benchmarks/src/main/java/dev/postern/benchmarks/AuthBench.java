package dev.postern.benchmarks;

import dev.postern.benchmarks.auth.AuthRun;
import dev.postern.benchmarks.auth.Bars;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern bench auth}: what it costs to verify whose mail it is. */
@Command(
        name = "auth",
        description = {
            "Verifies DKIM signatures and SPF beside Apache James jDKIM and jSPF, and DKIM beside a bare signature of the JDK;",
            "compares CPU per verification. JMH measures; it takes some four minutes."
        },
        mixinStandardHelpOptions = true)
final class AuthBench implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(
            names = "--millis",
            paramLabel = "N",
            description = "How long each of the eleven stretches of a run lasts; eight of them warm (default: 1000).")
    private int millis = 1_000;

    @Override
    public Integer call() throws IOException, RunnerException {
        options.check(spec);
        if (millis < 1) {
            throw new ParameterException(spec.commandLine(), "--millis is " + millis + ", but must be above 0");
        }
        List<Row> rows = new AuthRun(options.runs(), millis, spec.commandLine().getErr()).measure();
        Table.print(rows, Bars.ALL, spec.commandLine().getOut());
        return options.conclude(rows, Bars.ALL);
    }
}
