package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.CpuTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What both kinds of chaos have in common. */
final class ChaosOptions {
    private static final int LEAST_HEAP = 32;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
    private @Nullable Path json;

    @Option(names = "--heap", paramLabel = "MB", description = "Heap of the server (default: 256).")
    private int heap = 256;

    int heap() {
        return heap;
    }

    void check(CommandSpec spec) {
        if (heap < LEAST_HEAP) {
            throw new ParameterException(
                    spec.commandLine(), "--heap is " + heap + ", but must be at least " + LEAST_HEAP);
        }
        Path directory = json == null ? null : json.toAbsolutePath().getParent();
        if (json != null && (directory == null || !Files.isDirectory(directory) || Files.isDirectory(json))) {
            throw new ParameterException(
                    spec.commandLine(), "--json is " + json + ", but must be a file in a directory that exists");
        }
        if (!CpuTime.isKnownHere()) {
            throw new BenchException("memory and descriptors are read from /proc, which only Linux has");
        }
    }

    /** Prints and writes the report; the status to exit with. */
    int conclude(Report report, CommandSpec spec) throws IOException {
        report.print(spec.commandLine().getOut());
        if (json != null) {
            report.write(json);
        }
        return report.holds() ? 0 : 1;
    }
}
