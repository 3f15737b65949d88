package dev.postern.benchmarks.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.postern.benchmarks.server.Holdings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run has shown.
 *
 * @param holdings what the server held, by the moment
 * @param figures what else was counted
 */
public record Report(Map<String, Holdings> holdings, Map<String, Object> figures, List<Check> checks) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double MEBI = 1 << 20;

    /** A run that has not begun: all of it is to be filled. */
    public static Report begun() {
        return new Report(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    /** Whether all that must hold does. */
    public boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    /** The most octets of heap at any moment. */
    long peak() {
        return holdings.values().stream().mapToLong(Holdings::heapPeak).max().orElse(0);
    }

    /** Writes it for people. */
    public void print(PrintWriter out) {
        if (!holdings.isEmpty()) {
            printHoldings(out);
        }
        figures.forEach((name, value) -> out.println(name + ": " + value));
        checks.forEach(out::println);
        out.flush();
    }

    private void printHoldings(PrintWriter out) {
        out.printf(
                "%-8s %10s %10s %10s %10s %12s %12s %9s%n",
                "", "heap MiB", "peak MiB", "direct MiB", "RSS MiB", "descriptors", "connections", "mails");
        holdings.forEach((moment, held) -> out.printf(
                Locale.ROOT,
                "%-8s %10.1f %10.1f %10.1f %10.1f %12d %12d %9d%n",
                moment,
                held.heap() / MEBI,
                held.heapPeak() / MEBI,
                held.direct() / MEBI,
                held.resident() / MEBI,
                held.descriptors(),
                held.connections(),
                held.mails()));
    }

    /**
     * Writes it as JSON, in place of what the file holds.
     *
     * @throws IOException if the file can't be written
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(this) + System.lineSeparator());
    }
}
