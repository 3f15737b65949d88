package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.benchmarks.process.Executables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(300)
class InboundBenchTest {
    @TempDir
    Path directory;

    private static boolean installed(String program) {
        return Executables.ofThisMachine().find(program).isPresent();
    }

    /** The programs that this JVM has started, without the shell that guards those of peers, which lives as long as the JVM. */
    private static Set<Long> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> !child.info().command().orElse("").endsWith("sh"))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    @Test
    void measuresEveryServerInEveryScenarioAndLeavesNoProcess() throws IOException {
        measures(
                List.of("smtp-source", "smtp-sink", "nsd"),
                List.of("4k", "4k-d", "100k", "100k-d"),
                List.of("postern", "postern-checked", "smtp-sink", "subethasmtp"));
    }

    @Test
    void inTlsItMeasuresBesidePostfix() throws IOException {
        measures(
                List.of("postfix", "nsd"),
                List.of("4k-tls", "4k-d-tls", "100k-tls", "100k-d-tls"),
                List.of("postern", "postern-checked", "postfix"),
                "--tls");
    }

    private void measures(List<String> peers, List<String> scenarios, List<String> targets, String... options)
            throws IOException {
        boolean required = Boolean.parseBoolean(System.getenv("POSTERN_PEERS_REQUIRED"));
        assumeTrue(required || peers.stream().allMatch(InboundBenchTest::installed), "not all are installed: " + peers);
        assumeTrue(required || System.getProperty("user.name").equals("root"), "Postfix runs as root only");
        Path json = directory.resolve("rows.json");
        StringWriter out = new StringWriter();
        Set<Long> before = children();
        List<String> arguments = new ArrayList<>(List.of("inbound", "--messages", "100", "--json", json.toString()));
        arguments.addAll(List.of(options));

        int status = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments.toArray(new String[0]));

        assertEquals(0, status);
        assertTrue(out.toString().contains("| scenario   | target "), out.toString());
        Set<String> cells = new TreeSet<>();
        for (JsonNode row : new ObjectMapper().readTree(json.toFile())) {
            cells.add(row.get("scenario").asText() + " " + row.get("target").asText());
            assertTrue(row.get("msgs_per_s").asDouble() > 0, row.toString());
        }
        Set<String> expected = new TreeSet<>();
        for (String scenario : scenarios) {
            targets.forEach(target -> expected.add(scenario + " " + target));
        }
        assertEquals(expected, cells);
        assertEquals(before, children());
    }
}
