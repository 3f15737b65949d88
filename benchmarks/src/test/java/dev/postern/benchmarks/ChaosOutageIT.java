package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code postern chaos outage}; how fast others are meanwhile is for a quiet machine. */
@RequiresPeer("nsd")
@Timeout(300)
class ChaosOutageIT {
    @TempDir
    private Path directory;

    @Test
    void allThatWaitedReachesTheServerWhenItIsBack() throws IOException {
        CommandRun run = CommandRun.of(
                new ChaosCommand(), directory, "outage", "--mails", "3000", "--others", "1000", "--schedule", "3s,6s");
        List<String> held = new ArrayList<>();
        for (JsonNode check : run.json().get("checks")) {
            String claim = check.get("claim").asText();
            if (!claim.startsWith("throughput")) {
                assertTrue(check.get("holds").asBoolean(), run.printed());
                held.add(claim);
            }
        }
        assertEquals(
                List.of(
                        "megabytes of heap in use beside those that wait, more than without",
                        "mails that came",
                        "connections of the recovery"),
                held);
    }
}
