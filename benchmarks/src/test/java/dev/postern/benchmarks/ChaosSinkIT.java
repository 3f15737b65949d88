package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The short form of {@code postern chaos sink}, with the packaged plugin, a real broker and real workers; without the broker that is killed, which takes long. */
@Timeout(300)
class ChaosSinkIT {
    private static final int MAILS = 3_000;

    @ParameterizedTest
    @ValueSource(strings = {"kill", "rebalance", "restart"})
    void nothingIsLostAndEachMailComesToOneEnd(String disturbance, @TempDir Path directory) throws Exception {
        StringWriter printed = new StringWriter();
        Path json = directory.resolve("chaos.json");
        PrintWriter out = new PrintWriter(printed);
        int status = new CommandLine(new ChaosCommand())
                .setOut(out)
                .setErr(out)
                .execute(
                        "sink",
                        "--disturb",
                        disturbance,
                        "--mails",
                        String.valueOf(MAILS),
                        "--hold",
                        "5",
                        "--json",
                        json.toString());
        assertEquals(0, status, printed::toString);
        JsonNode figures =
                new ObjectMapper().readTree(json.toFile()).get("figures").get(disturbance);
        assertTrue(figures.get("bounced").asInt() >= MAILS / 100, printed::toString);
        assertTrue(figures.get("deferred").asInt() > 0, printed::toString);
    }
}
