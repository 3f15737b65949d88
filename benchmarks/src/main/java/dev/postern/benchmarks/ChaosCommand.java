package dev.postern.benchmarks;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos}: what becomes of the server under clients that nobody wants. */
@Command(
        name = "postern chaos",
        description = "Puts Postern under hostile load, or breaks what is around it, and tells whether it holds.",
        subcommands = {
            ChaosServer.class,
            ChaosBackpressure.class,
            ChaosSink.class,
            ChaosMailbox.class,
            ChaosSource.class,
            ChaosOutage.class,
            ChaosRedeploy.class
        },
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    /** Runs the command line and exits with its status: 1 if something does not hold. */
    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn"); // a line for each mail is too much
        CommandLine command = new CommandLine(new ChaosCommand())
                .setExecutionExceptionHandler((failure, line, parsed) -> reported(failure, line));
        System.exit(command.execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say which: server, backpressure, sink, source, mailbox, outage or redeploy");
    }

    private static int reported(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof BenchException) {
            PrintWriter err = line.getErr();
            err.println("postern chaos: " + failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
