package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(300)
class ChaosCommandTest {
    @TempDir
    Path directory;

    private final StringWriter printed = new StringWriter();

    private int run(String... words) {
        PrintWriter out = new PrintWriter(printed);
        return new CommandLine(new ChaosCommand()).setOut(out).setErr(out).execute(words);
    }

    private JsonNode reported(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'Say which: server, backpressure, sink, source, mailbox, outage or redeploy'",
        "server --connections 0, --connections is 0",
        "server --connections 30000, --connections is 30000",
        "server --minutes 0, --minutes is 0",
        "server --heap 1, --heap is 1",
        "server --json /, must be a file",
        "sink --mails 0, --mails is 0",
        "sink --hold -1, --hold is -1",
        "sink --disturb nobody, Invalid value for option '--disturb'",
        "source --mails 17, '--mails is 17, but must be at least 18'",
        "source --rounds 0, --rounds is 0",
        "source --disturb nobody, Invalid value for option '--disturb'",
        "mailbox --mails 599, '--mails is 599, but must be at least 600'",
        "mailbox --read news, Invalid value for option '--read'",
        "mailbox --guarantee none, Invalid value for option '--guarantee'",
        "redeploy --redeploys 0, --redeploys is 0",
        "redeploy --on nowhere, Invalid value for option '--on'",
        "backpressure --mails 0, --mails is 0",
        "backpressure --octets 99999999, --octets is 99999999",
    })
    void aMistakeIsNamedInOneLine(String arguments, String complaint) {
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
        assertEquals(CommandLine.ExitCode.USAGE, run(words));
        assertTrue(printed.toString().lines().findFirst().orElse("").contains(complaint), printed::toString);
    }

    @Test
    void theServerHoldsUnderIdleNormalAndRudeClients() throws IOException {
        Path json = directory.resolve("chaos.json");
        int status =
                run("server", "--connections", "500", "--minutes", "0.1", "--heap", "128", "--json", json.toString());
        assertEquals(0, status, printed::toString);
        JsonNode report = reported(json);
        assertTrue(report.at("/holdings/idle/connections").asInt() >= 500, printed::toString);
        assertEquals(0, report.at("/holdings/after/connections").asInt(), printed::toString);
        JsonNode rude = report.at("/figures/rude clients");
        for (String outcome : new String[] {"ENDLESS_LINE 500", "ENDLESS_HEADER 552", "HUGE_CHUNK 501"}) {
            assertTrue(rude.path(outcome).asInt() > 0, printed::toString);
        }
    }

    @Test
    void aHundredLargeMailsAtOnceArriveThroughASmallHeap() throws IOException {
        Path json = directory.resolve("backpressure.json");
        int status = run("backpressure", "--mails", "100", "--heap", "64", "--json", json.toString());
        assertEquals(0, status, printed::toString);
        JsonNode report = reported(json);
        assertEquals(100, report.at("/holdings/after/mails").asInt());
        assertTrue(report.at("/holdings/after/heapPeak").asLong() <= 64 << 20);
    }
}
