package dev.postern.cli;

import dev.postern.smtp.auth.users.UserFileWriter;
import dev.postern.smtp.auth.users.UserLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "Prints the name of each user and, after a tab, the mechanisms that it can log in by.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ListUsers implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file of users.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        for (UserLine user : new UserFileWriter(file).users()) {
            String scram = user.verifier() == null ? "" : " SCRAM-SHA-256";
            spec.commandLine().getOut().println(user.name() + "\tPLAIN LOGIN" + scram);
        }
        return 0;
    }
}
