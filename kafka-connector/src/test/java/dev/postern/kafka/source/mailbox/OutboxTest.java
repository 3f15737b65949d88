package dev.postern.kafka.source.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxTest {
    private static final Duration NOW = Duration.ZERO;

    private static CompletableFuture<Boolean> putting(Outbox<String> outbox, String value, long size) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return outbox.put(value, size);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void whoPutsInWaitsWhileItIsFullByCountOrOctets() throws Exception {
        Outbox<String> outbox = new Outbox<>(2, 100);
        assertTrue(outbox.put("a", 60));
        CompletableFuture<Boolean> tooLarge = putting(outbox, "b", 41);
        assertFalse(tooLarge.isDone());
        assertEquals(List.of("a"), outbox.poll(10, NOW));
        assertTrue(tooLarge.get(10, TimeUnit.SECONDS));
        assertTrue(outbox.put("c", 1));
        CompletableFuture<Boolean> tooMany = putting(outbox, "d", 1);
        assertEquals(List.of("b"), outbox.poll(1, NOW));
        assertTrue(tooMany.get(10, TimeUnit.SECONDS));
        assertEquals(List.of("c", "d"), outbox.poll(10, NOW));
        assertTrue(outbox.put("larger than all", 1_000));
        assertEquals(1, outbox.poll(10, NOW).size());
        assertEquals(List.of(), outbox.poll(10, NOW));
    }

    @Test
    void aFailureComesBehindWhatWaits() throws Exception {
        Outbox<String> outbox = new Outbox<>(2, 100);
        outbox.put("a", 1);
        outbox.fail(new ConnectException("over"));
        assertEquals(List.of("a"), outbox.poll(10, NOW));
        assertEquals(
                "over",
                assertThrows(ConnectException.class, () -> outbox.poll(10, NOW)).getMessage());
    }

    @Test
    void nobodyWaitsWhenItIsClosed() throws Exception {
        Outbox<String> outbox = new Outbox<>(1, 100);
        outbox.put("a", 1);
        CompletableFuture<Boolean> waiting = putting(outbox, "b", 1);
        outbox.close();
        assertFalse(waiting.get(10, TimeUnit.SECONDS));
        assertEquals(List.of(), outbox.poll(10, Duration.ofSeconds(20)));
    }
}
