package dev.postern.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReceiverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void keepsEachMailAndTellsOfIt() throws Exception {
        List<Receiver.Arrival> told = new CopyOnWriteArrayList<>();
        try (Receiver receiver = new Receiver(directory, told::add)) {
            Reply first = new Sender(PATIENCE).send(receiver.port(), "first", "one");
            new Sender(PATIENCE).send(receiver.port(), "second", "two");
            Receiver.Arrival second =
                    receiver.await("Subject: second", PATIENCE).orElseThrow();
            assertTrue(second.content().endsWith("\r\n\r\ntwo\r\n"), second.content());
            assertEquals("[bob@example.net]", second.envelope().recipients().toString());
            assertEquals(2, told.size());
            assertEquals("Stored as " + told.get(0).envelope().id(), first.text());
            assertTrue(
                    told.get(0).content().contains("Subject: first"),
                    told.get(0).content());
        }
    }

    @Test
    void waitsForAMailNoLongerThanItShall() throws Exception {
        try (Receiver receiver = new Receiver(directory, arrival -> {})) {
            assertEquals(Optional.empty(), receiver.await("any", Duration.ofMillis(100)));
        }
    }

    @Test
    void aMailThatCannotBeStoredStaysWithTheClient() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        try (Receiver receiver = new Receiver(gone, arrival -> {})) {
            Files.delete(gone);
            List<String> refusals = new ArrayList<>();
            try {
                new Sender(PATIENCE).send(receiver.port(), "lost", "x");
            } catch (IOException refused) {
                refusals.add(refused.getMessage());
            }
            assertEquals(1, refusals.size());
            assertTrue(refusals.get(0).startsWith("452 4.3.1 Not stored"), refusals.toString());
        }
    }
}
