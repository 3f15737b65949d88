package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short form of {@code postern chaos sink}, with the packaged plugin, a real broker and real workers; without the broker that is killed, which takes long. */
@Timeout(300)
class ChaosSinkIT {
    private static final int MAILS = 3_000;

    @ParameterizedTest
    @ValueSource(strings = {"kill", "rebalance", "restart"})
    void nothingIsLostAndEachMailComesToOneEnd(String disturbance, @TempDir Path directory) throws Exception {
        CommandRun run = CommandRun.successful(
                new ChaosCommand(),
                directory,
                "sink",
                "--disturb",
                disturbance,
                "--mails",
                String.valueOf(MAILS),
                "--hold",
                "5");
        JsonNode figures = run.json().get("figures").get(disturbance);
        assertTrue(figures.get("bounced").asInt() >= MAILS / 100, run.printed());
        assertTrue(figures.get("deferred").asInt() > 0, run.printed());
    }
}
