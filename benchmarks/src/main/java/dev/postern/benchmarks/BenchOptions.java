package dev.postern.benchmarks;

import dev.postern.benchmarks.result.Bar;
import dev.postern.benchmarks.result.JsonFile;
import dev.postern.benchmarks.result.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every comparison can be told. */
final class BenchOptions {
    private static final int LEAST_RUNS = 3;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the rows as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Measured runs per scenario and target, at least 3 (default: 3).")
    private int runs = LEAST_RUNS;

    @Option(names = "--check", description = "Exit with 1 if a bar is missed.")
    private boolean check;

    /** Refuses what can't be done. */
    void check(CommandSpec spec) {
        if (runs < LEAST_RUNS) {
            throw new ParameterException(
                    spec.commandLine(), "--runs is " + runs + ", but a median needs at least " + LEAST_RUNS);
        }
        if (json != null && !canHold(json)) {
            throw new ParameterException(
                    spec.commandLine(), "--json is " + json + ", but must be a file in a directory that exists");
        }
    }

    private static boolean canHold(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && Files.isDirectory(directory) && !Files.isDirectory(file);
    }

    int runs() {
        return runs;
    }

    /**
     * Keeps the rows where that is wished, and judges them.
     *
     * @return the status to exit with: 1 if a bar is missed and that is an error
     */
    int conclude(List<Row> rows, List<Bar> bars) throws IOException {
        if (json != null) {
            JsonFile.write(rows, json);
        }
        return check && bars.stream().anyMatch(bar -> bar.isMissed(rows)) ? 1 : 0;
    }
}
