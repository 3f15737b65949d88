package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private static Progress from(long offset) {
        return new Progress(Decided.before(offset));
    }

    /** What another task makes of what this one commits. */
    private static Progress restarted(Progress progress, long consumed) {
        return new Progress(Decided.of(progress.decided(consumed).committable(NOON)));
    }

    private static long offset(Progress progress, long consumed) {
        return progress.decided(consumed).from();
    }

    @Test
    void commitsUpToTheFirstThatIsOpen() {
        Progress progress = from(10);
        Progress.Entry first = progress.add(10);
        Progress.Entry second = progress.add(11);
        Progress.Entry afterAGap = progress.add(20);
        assertEquals(10, offset(progress, 21));
        second.done();
        assertEquals(10, offset(progress, 21));
        first.done();
        assertEquals(20, offset(progress, 21));
        afterAGap.done();
        assertEquals(Decided.before(21), progress.decided(21));
    }

    @Test
    void whatConnectDropsIsDone() {
        Progress progress = from(7);
        assertEquals(7, offset(progress, 7));
        progress.add(7).done();
        assertEquals(30, offset(progress, 30));
    }

    @Test
    void commitsNothingThatConnectHasNotHandedOverYet() {
        Progress progress = from(10);
        progress.add(10).done();
        progress.add(11);
        assertEquals(10, offset(progress, 10));
    }

    @Test
    void whatIsDoneBehindAnOpenOneIsNotDoneAgain() {
        Progress progress = from(0);
        progress.add(0);
        for (int i = 1; i < 1_000; i++) {
            Progress.Entry entry = progress.add(i);
            if (i != 500) {
                entry.done();
            }
        }
        Progress next = restarted(progress, 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i != 0 && i != 500, next.isDecided(i), "record " + i);
            if (!next.isDecided(i)) {
                next.add(i);
            }
        }
        assertFalse(next.isDecided(1_000));
    }

    @Test
    void whatIsKnownOutlivesASecondRestartThatComesEarly() {
        Progress progress = from(0);
        progress.add(0);
        progress.add(1).done();
        progress.add(2);
        progress.add(3).done();
        Progress next = restarted(progress, 4);
        next.add(0).done();
        Progress afterThat = restarted(next, 1);
        assertTrue(afterThat.isDecided(1));
        assertFalse(afterThat.isDecided(2));
        assertTrue(afterThat.isDecided(3));
        assertFalse(afterThat.isDecided(4));
    }

    @Test
    void anOpenRecordThatIsGoneFromTheTopicHoldsNothingUp() {
        Progress progress = from(0);
        progress.add(0);
        progress.add(1).done();
        progress.add(2);
        Progress next = restarted(progress, 3);
        next.add(2).done();
        assertEquals(Decided.before(3), next.decided(3));
        Progress allGone = restarted(progress, 3);
        assertEquals(Decided.before(8), allGone.decided(8));
    }

    @Test
    void inANewTopicOfTheSameNameNothingIsDecided() {
        Progress progress = from(50);
        progress.add(50);
        progress.add(51).done();
        Progress next = restarted(progress, 52);
        assertFalse(next.isDecided(0));
        next.add(0).done();
        assertFalse(next.isDecided(51));
        assertEquals(Decided.before(1), next.decided(1));
    }

    @Test
    void memoryIsNotTakenByWhatIsDone() {
        Progress progress = from(0);
        progress.add(0);
        for (int i = 1; i < 1_000_000; i++) {
            progress.add(i).done();
        }
        OffsetAndMetadata committable = progress.decided(1_000_000).committable(NOON);
        assertEquals(0, committable.offset());
        assertTrue(committable.metadata().length() < 50, committable.metadata());
    }
}
