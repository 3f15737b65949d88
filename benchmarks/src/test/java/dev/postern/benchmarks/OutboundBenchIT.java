package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All parts are started and measured, with few mails: what they cost is for a quiet machine. */
@RequiresPeer("postfix")
@Timeout(300)
class OutboundBenchIT {
    @TempDir
    private Path directory;

    @Test
    void measuresEachPeerWithEachSize() throws IOException {
        CommandRun run =
                CommandRun.successful(new BenchCommand(), directory, "outbound", "--parts", "peers", "--mails", "20");
        Set<String> measured = new HashSet<>();
        for (JsonNode row : run.json()) {
            if (!row.get("target").asText().equals("camel")) { // which the build does not fetch
                measured.add(
                        row.get("target").asText() + ' ' + row.get("scenario").asText());
            }
        }
        assertEquals(
                Set.of(
                        "postern 2k",
                        "postern 10k",
                        "postern 100k",
                        "postern-durable 2k",
                        "postern-durable 10k",
                        "postern-durable 100k",
                        "postfix 2k",
                        "postfix 10k",
                        "postfix 100k",
                        "floor 2k",
                        "floor 10k",
                        "floor 100k"),
                measured);
    }
}
