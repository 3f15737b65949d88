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
        assertEquals(10, progress.committable(21));
        second.done();
        assertEquals(10, progress.committable(21));
        first.done();
        assertEquals(20, progress.committable(21));
        afterAGap.done();
        assertEquals(21, progress.committable(21));
    }

    @Test
    void whatConnectDropsIsDone() {
        Progress progress = new Progress();
        assertEquals(7, progress.committable(7));
        progress.add(7).done();
        assertEquals(30, progress.committable(30));
    }

    @Test
    void commitsNothingThatConnectHasNotHandedOverYet() {
        Progress progress = new Progress();
        progress.add(10).done();
        progress.add(11);
        assertEquals(10, progress.committable(10));
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
