package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The short form of {@code postern chaos outage}; how fast others are meanwhile is for a quiet machine. */
@RequiresPeer("nsd")
@Timeout(300)
class ChaosOutageIT {
    @TempDir
    private Path directory;

    @Test
    void allThatWaitedReachesTheServerWhenItIsBack() throws IOException {
        Path json = directory.resolve("outage.json");
        StringWriter text = new StringWriter();
        CommandLine command = new CommandLine(new ChaosCommand())
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text));
        command.execute(
                "outage", "--mails", "3000", "--others", "1000", "--schedule", "3s,6s", "--json", json.toString());
        List<String> held = new ArrayList<>();
        for (JsonNode check : new ObjectMapper().readTree(json.toFile()).get("checks")) {
            String claim = check.get("claim").asText();
            if (!claim.startsWith("throughput")) {
                assertTrue(check.get("holds").asBoolean(), text.toString());
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
