package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.testkit.RequiresPeer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code postern chaos mailbox}, with the packaged plugin, a real broker, real workers and Dovecot; of its readings the one in which most can go wrong. */
@RequiresPeer("dovecot")
@Timeout(300)
class ChaosMailboxIT {
    @Test
    void eachMailOfPop3IsOneRecordAndThenDeleted(@TempDir Path directory) throws Exception {
        CommandRun run = CommandRun.successful(
                new ChaosCommand(),
                directory,
                "mailbox",
                "--read",
                "pop3-delete",
                "--guarantee",
                "exactly-once",
                "--mails",
                "600");
        JsonNode figures = run.json().get("figures").get("pop3-delete exactly-once");
        assertEquals(0, figures.get("duplicates").asInt(), run.printed());
        assertTrue(figures.get("connections").asInt() > 32, run.printed());
    }
}
