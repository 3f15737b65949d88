package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code postern chaos source}, with the packaged plugin, a real broker and a real worker; without the broker that is killed, which takes long. */
@Timeout(300)
class ChaosSourceIT {
    private static final int MAILS = 500;

    @Test
    void everyMailThatGot250IsInTheTopic(@TempDir Path directory) throws Exception {
        CommandRun run = CommandRun.successful(
                new ChaosCommand(),
                directory,
                "source",
                "--disturb",
                "kill,stop,pause,restart",
                "--rounds",
                "1",
                "--mails",
                String.valueOf(MAILS));
        JsonNode figures = run.json().get("figures");
        int acknowledged = 0;
        for (String disturbance : new String[] {"kill", "stop", "pause", "restart"}) {
            acknowledged += figures.get(disturbance).get("got 250").asInt();
        }
        assertEquals(MAILS, acknowledged, run.printed());
        assertTrue(figures.get("pause").get("put off when whole").asInt() > 0, run.printed());
        assertTrue(figures.get("times that clients had to come back").asInt() > 0, run.printed());
    }
}
