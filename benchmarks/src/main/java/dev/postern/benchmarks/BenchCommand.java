package dev.postern.benchmarks;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern bench}: side-by-side load runs against peers. */
@Command(
        name = "postern bench",
        description = "Measures Postern beside its peers on this machine.",
        subcommands = {InboundBench.class, OutboundBench.class, SourceBench.class, MdbBench.class, AuthBench.class},
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    /** Runs the command line and exits with its status. */
    public static void main(String[] arguments) {
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel", "warn"); // of Kafka's clients here, not of what is measured
        CommandLine command = new CommandLine(new BenchCommand())
                .setExecutionExceptionHandler((failure, line, parsed) -> reported(failure, line));
        System.exit(command.execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to measure: inbound, outbound, source, mdb or auth");
    }

    private static int reported(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof BenchException) {
            PrintWriter err = line.getErr();
            err.println("postern bench: " + failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
