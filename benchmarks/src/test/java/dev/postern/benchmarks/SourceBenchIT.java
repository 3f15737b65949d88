package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
@RequiresPeer({"postfix", "dovecot", "fetchmail"})
@Timeout(300)
class SourceBenchIT {
    @TempDir
    private Path directory;

    @Test
    void measuresEachPeerWithEachScenario() throws IOException {
        CommandRun run = CommandRun.successful(
                new BenchCommand(), directory, "source", "--scenarios", "4k-s20,100k-s10,imap", "--mails", "40");
        Set<String> measured = new HashSet<>();
        for (JsonNode row : run.json()) {
            measured.add(row.get("target").asText() + ' ' + row.get("scenario").asText());
            assertTrue(row.get("msgs_per_s").asDouble() > 0, run.printed());
            assertEquals(
                    !row.get("target").asText().equals("postern")
                            ? Set.of()
                            : row.get("scenario").asText().equals("imap")
                                    ? Set.of("fetchmail")
                                    : Set.of("postfix", "producer"),
                    names(row.get("ratio")),
                    run.printed());
        }
        assertEquals(
                Set.of(
                        "postern 4k-s20",
                        "postern 100k-s10",
                        "postfix 4k-s20",
                        "postfix 100k-s10",
                        "producer 4k-s20",
                        "producer 100k-s10",
                        "postern imap",
                        "fetchmail imap"),
                measured);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
