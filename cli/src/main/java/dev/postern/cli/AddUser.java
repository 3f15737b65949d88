package dev.postern.cli;

import dev.postern.smtp.auth.ScramVerifier;
import dev.postern.smtp.auth.users.UserFileWriter;
import dev.postern.smtp.auth.users.UserLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        description =
                "Adds a user, or gives it another password. The password is asked for, or is the first line of the standard input.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class AddUser implements Callable<Integer> {
    private final Passwords passwords;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file of users; it is made if there is none.")
    private Path file;

    @Parameters(paramLabel = "NAME", description = "The user's name, such as susan or susan@example.org.")
    private String name;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description =
                    "How often SCRAM hashes the password; 0 for a user who can't use SCRAM. Default: ${DEFAULT-VALUE}.")
    private int iterations = UserLine.ITERATIONS;

    AddUser(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public Integer call() throws IOException {
        if (iterations != 0
                && (iterations < ScramVerifier.LEAST_ITERATIONS || iterations > ScramVerifier.MOST_ITERATIONS)) {
            throw new IllegalArgumentException("--iterations is 0, or from " + ScramVerifier.LEAST_ITERATIONS + " to "
                    + ScramVerifier.MOST_ITERATIONS);
        }
        char[] password = passwords.read(name);
        try {
            boolean replaced = new UserFileWriter(file).put(UserLine.of(name, password, iterations));
            spec.commandLine().getOut().println((replaced ? "Changed " : "Added ") + name + " in " + file);
            return 0;
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
