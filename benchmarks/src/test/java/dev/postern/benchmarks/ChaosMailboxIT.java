package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.testkit.RequiresPeer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The short form of {@code postern chaos mailbox}, with the packaged plugin, a real broker, real workers and Dovecot; of its readings the one in which most can go wrong. */
@RequiresPeer("dovecot")
@Timeout(300)
class ChaosMailboxIT {
    @Test
    void eachMailOfPop3IsOneRecordAndThenDeleted(@TempDir Path directory) throws Exception {
        StringWriter printed = new StringWriter();
        Path json = directory.resolve("chaos.json");
        PrintWriter out = new PrintWriter(printed);
        int status = new CommandLine(new ChaosCommand())
                .setOut(out)
                .setErr(out)
                .execute(
                        "mailbox",
                        "--read",
                        "pop3-delete",
                        "--guarantee",
                        "exactly-once",
                        "--mails",
                        "600",
                        "--json",
                        json.toString());
        assertEquals(0, status, printed::toString);
        JsonNode figures =
                new ObjectMapper().readTree(json.toFile()).get("figures").get("pop3-delete exactly-once");
        assertEquals(0, figures.get("duplicates").asInt(), printed::toString);
        assertTrue(figures.get("connections").asInt() > 32, printed::toString);
    }
}
