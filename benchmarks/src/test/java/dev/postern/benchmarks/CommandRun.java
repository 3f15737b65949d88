package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What came of a command that measures.
 *
 * @param status with which it ended
 * @param printed all that it said, with what it said of errors
 * @param file what it wrote, where it came to that
 */
record CommandRun(int status, String printed, Path file) {
    /**
     * Runs one.
     *
     * @param directory for what it writes
     * @param arguments without {@code --json}
     */
    static CommandRun of(Object command, Path directory, String... arguments) throws IOException {
        Path file = directory.resolve("result.json");
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int status = new CommandLine(command)
                .setOut(out)
                .setErr(out)
                .execute(Stream.concat(Stream.of(arguments), Stream.of("--json", file.toString()))
                        .toArray(String[]::new));
        return new CommandRun(status, printed.toString(), file);
    }

    /** Runs one that must end well. */
    static CommandRun successful(Object command, Path directory, String... arguments) throws IOException {
        CommandRun run = of(command, directory, arguments);
        assertEquals(0, run.status(), run.printed());
        return run;
    }

    /** What it wrote. */
    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
