package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.testkit.RequiresPeer;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The short form of {@code postern chaos redeploy}, with the built archives on real servers. */
@RequiresPeer("smtp-source")
@Timeout(300)
class ChaosRedeployIT {
    private static final int REDEPLOYS = 3;

    @ParameterizedTest
    @CsvSource({"wildfly, bean", "payara, bean"})
    void nothingIsLostAndNothingIsLeftBehind(String server, String subjects, @TempDir Path directory) throws Exception {
        CommandRun run = CommandRun.successful(
                new ChaosCommand(),
                directory,
                "redeploy",
                "--redeploys",
                String.valueOf(REDEPLOYS),
                "--on",
                server,
                "--of",
                subjects);
        JsonNode figures = run.json().get("figures").get(server + ", bean");
        assertTrue(figures.get("mails taken").asInt() > 0, run.printed());
        assertTrue(figures.get("mails put off").asInt() > 0, run.printed());
        assertTrue(figures.get("mails of the other bean").asInt() > 0, run.printed());
    }
}
