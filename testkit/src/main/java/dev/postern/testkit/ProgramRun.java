package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program that ran to its end.
 *
 * @param exitCode 0 where all went well
 * @param output all that it printed
 */
public record ProgramRun(int exitCode, String output) {
    /**
     * Runs a program.
     *
     * @param command the program and its arguments
     * @throws IOException if it can't be started
     * @throws IllegalStateException if it does not end in time
     */
    public static ProgramRun of(Duration patience, List<String> command) throws IOException {
        Path output = Files.createTempFile("postern-run-", ".log");
        try (ChildProcess process = ChildProcess.start(command.get(0), command, output)) {
            int exitCode = process.awaitExit(patience);
            return new ProgramRun(exitCode, process.output());
        } finally {
            Files.delete(output);
        }
    }

    /**
     * This run, if it went well.
     *
     * @throws IllegalStateException if it did not; with what the program printed
     */
    public ProgramRun succeeded() {
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + ":\n" + output);
        }
        return this;
    }
}
