package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.testkit.RequiresPeer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The short form of {@code postern chaos redeploy}, with the built archives on real servers. */
@RequiresPeer("smtp-source")
@Timeout(300)
class ChaosRedeployIT {
    private static final int REDEPLOYS = 3;

    @ParameterizedTest
    @CsvSource({"wildfly, bean", "payara, bean"})
    void nothingIsLostAndNothingIsLeftBehind(String server, String subjects, @TempDir Path directory) throws Exception {
        StringWriter printed = new StringWriter();
        Path json = directory.resolve("chaos.json");
        PrintWriter out = new PrintWriter(printed);
        int status = new CommandLine(new ChaosCommand())
                .setOut(out)
                .setErr(out)
                .execute(
                        "redeploy",
                        "--redeploys",
                        String.valueOf(REDEPLOYS),
                        "--on",
                        server,
                        "--of",
                        subjects,
                        "--json",
                        json.toString());
        assertEquals(0, status, printed::toString);
        JsonNode figures =
                new ObjectMapper().readTree(json.toFile()).get("figures").get(server + ", bean");
        assertTrue(figures.get("mails taken").asInt() > 0, printed::toString);
        assertTrue(figures.get("mails put off").asInt() > 0, printed::toString);
        assertTrue(figures.get("mails of the other bean").asInt() > 0, printed::toString);
    }
}
