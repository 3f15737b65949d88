package dev.postern.cli;

import dev.postern.smtp.auth.users.UserFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "remove", description = "Removes a user.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class RemoveUser implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file of users.")
    private Path file;

    @Parameters(paramLabel = "NAME", description = "The user's name as list prints it.")
    private String name;

    @Override
    public Integer call() throws IOException {
        if (!new UserFileWriter(file).remove(name)) {
            throw new IOException("there is no " + name + " in " + file);
        }
        spec.commandLine().getOut().println("Removed " + name + " from " + file);
        return 0;
    }
}
