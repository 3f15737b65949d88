package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** All targets are measured, for moments: what they cost is for a quiet machine. */
@Timeout(300)
class AuthBenchIT {
    @TempDir
    private Path directory;

    @Test
    void measuresEachTarget() throws IOException {
        Path json = directory.resolve("rows.json");
        StringWriter text = new StringWriter();
        CommandLine command = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text));
        assertEquals(0, command.execute("auth", "--millis", "5", "--json", json.toString()), text.toString());
        Map<String, JsonNode> rows = new TreeMap<>();
        for (JsonNode row : new ObjectMapper().readTree(json.toFile())) {
            rows.put(row.get("scenario").asText() + ' ' + row.get("target").asText(), row.get("ratio"));
            assertTrue(row.get("cpu_us_per_msg").asDouble() > 0, row.toString());
        }
        assertEquals(
                "[dkim-1m jdkim, dkim-1m postern, dkim-1m signature, dkim-4k jdkim, dkim-4k postern, dkim-4k signature, "
                        + "spf jspf, spf postern]",
                rows.keySet().toString());
        assertTrue(rows.get("dkim-4k postern").has("signature"));
        assertTrue(rows.get("dkim-1m postern").has("jdkim"));
        assertTrue(rows.get("spf postern").has("jspf"));
    }
}
