package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void commitsUpToTheFirstThatIsOpen() {
        Progress progress = new Progress();
        Progress.Entry first = progress.add(10);
        Progress.Entry second = progress.add(11);
        Progress.Entry afterAGap = progress.add(20);
        assertEquals(-1, progress.committable());
        second.done();
        assertEquals(-1, progress.committable());
        first.done();
        assertEquals(12, progress.committable());
        afterAGap.done();
        assertEquals(21, progress.committable());
        assertEquals(21, progress.committable());
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofHours(1));
        assertEquals(Duration.ofMillis(100), backoff.pause(1));
        assertEquals(Duration.ofMillis(800), backoff.pause(4));
        assertEquals(Duration.ofSeconds(1), backoff.pause(5));
        assertEquals(Duration.ofSeconds(1), backoff.pause(Integer.MAX_VALUE));
    }
}
