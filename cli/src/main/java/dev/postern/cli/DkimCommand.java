package dev.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern dkim}: the keys with which domains sign their mail. */
@Command(
        name = "postern dkim",
        description = "Makes keys with which a domain signs its mail (DKIM).",
        mixinStandardHelpOptions = true)
public final class DkimCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    private DkimCommand() {}

    /** Runs the command line and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new DkimCommand())
                .addSubcommand(new GenerateDkimKey())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> reported(failure, line));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: keygen");
    }

    // What a user can mend: files and names.
    private static int reported(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            PrintWriter err = line.getErr();
            err.println("postern dkim: " + failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
