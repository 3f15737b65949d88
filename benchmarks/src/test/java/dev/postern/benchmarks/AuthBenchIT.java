package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All targets are measured, for moments: what they cost is for a quiet machine. */
@Timeout(300)
class AuthBenchIT {
    @TempDir
    private Path directory;

    @Test
    void measuresEachTarget() throws IOException {
        CommandRun run = CommandRun.successful(new BenchCommand(), directory, "auth", "--millis", "5");
        Map<String, JsonNode> rows = new TreeMap<>();
        for (JsonNode row : run.json()) {
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
