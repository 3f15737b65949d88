package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All servers are started and measured, with few mails: what they cost is for a quiet machine. */
@RequiresPeer("smtp-source")
@Timeout(300)
class MdbBenchIT {
    @TempDir
    private Path directory;

    @Test
    void measuresBothBeansOnBothServersBesideTheBareOne() throws IOException {
        CommandRun run = CommandRun.successful(new BenchCommand(), directory, "mdb", "--messages", "50");
        Set<String> measured = new TreeSet<>();
        for (JsonNode row : run.json()) {
            String target = row.get("target").asText();
            measured.add(target + ' ' + row.get("scenario").asText());
            assertEquals(!target.equals("bare"), row.get("ratio").has("bare"), row.toString());
            assertTrue(row.get("msgs_per_s").asDouble() > 0, row.toString());
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        "bare 4k",
                        "bare 4k-d",
                        "mdb not-supported",
                        "mdb required",
                        "mdb not-supported-kept",
                        "mdb required-kept",
                        "mdb-wildfly not-supported",
                        "mdb-wildfly required",
                        "mdb-wildfly not-supported-kept",
                        "mdb-wildfly required-kept")),
                measured);
    }
}
