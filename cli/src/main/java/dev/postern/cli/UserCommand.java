package dev.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern user}: the users that may log in to a listener. */
@Command(
        name = "postern user",
        description = "Changes and lists the file of users whose name is in the setting auth.users.file.",
        mixinStandardHelpOptions = true)
public final class UserCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    private UserCommand() {}

    /** Runs the command line and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine(Passwords.ofThisProcess()).execute(arguments));
    }

    static CommandLine commandLine(Passwords passwords) {
        return new CommandLine(new UserCommand())
                .addSubcommand(new AddUser(passwords))
                .addSubcommand(new RemoveUser())
                .addSubcommand(new ListUsers())
                .setExecutionExceptionHandler((failure, line, parsed) -> reported(failure, line));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: add, remove or list");
    }

    // What a user can mend: files, names and passwords.
    private static int reported(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            PrintWriter err = line.getErr();
            err.println("postern user: " + failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
