package dev.postern.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofHours(1));
        assertEquals(Duration.ofMillis(100), backoff.pause(1));
        assertEquals(Duration.ofMillis(800), backoff.pause(4));
        assertEquals(Duration.ofSeconds(1), backoff.pause(5));
        assertEquals(Duration.ofSeconds(1), backoff.pause(Integer.MAX_VALUE));
    }
}
