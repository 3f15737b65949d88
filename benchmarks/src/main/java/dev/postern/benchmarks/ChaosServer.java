package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.chaos.ServerChaos;
import dev.postern.benchmarks.process.OpenFiles;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos server}: idle connections, normal traffic and rude clients at once. */
@Command(
        name = "server",
        description = "Opens thousands of idle connections, sends mail, and lets rude clients in at the same time.",
        mixinStandardHelpOptions = true)
final class ChaosServer implements Callable<Integer> {
    private static final int MOST_CONNECTIONS = 28_000; // the ports that one address has for clients
    /** Of a process that serves or opens the connections. */
    private static final int OTHER_FILES = 1_500;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final ChaosOptions options = new ChaosOptions();

    @Option(names = "--connections", paramLabel = "N", description = "Idle connections (default: 10000).")
    private int connections = 10_000;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "For how long the rude clients are there; may be a fraction (default: 1).")
    private double minutes = 1;

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new ParameterException(
                    spec.commandLine(), "--connections is " + connections + ", but must be 1 to " + MOST_CONNECTIONS);
        }
        if (!(minutes > 0)) {
            throw new ParameterException(spec.commandLine(), "--minutes is " + minutes + ", but must be above 0");
        }
        OpenFiles.require(connections + OTHER_FILES);
        Report report = new ServerChaos(
                        options.heap(),
                        connections,
                        Math.round(minutes * 60),
                        spec.commandLine().getErr())
                .run();
        return options.conclude(report, spec);
    }
}
