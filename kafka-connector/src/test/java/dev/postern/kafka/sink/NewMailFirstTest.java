package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NewMailFirstTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it wraps around
    private final NewMailFirst turns = new NewMailFirst(now::get);

    /** Deferred mails that have their turn within a second, where so many new ones are settled in it. */
    private int inASecond(int newMails, boolean isCrowded) {
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            now.addAndGet(Duration.ofMillis(10).toNanos());
            if (isCrowded) {
                turns.crowded();
            }
            for (int mail = 0; mail < newMails / 100; mail++) {
                turns.settled();
            }
            if (turns.isTurnOfDeferred()) {
                turns.taken(50);
                taken += 50;
            }
        }
        return taken;
    }

    @Test
    void withoutACrowdItIsAlwaysTheirTurn() {
        assertEquals(5_000, inASecond(0, false));
        assertEquals(5_000, inASecond(10_000, false));
    }

    @Test
    void inACrowdThereIsOneForTwentyNewOnesAndSomeInAnyCase() {
        inASecond(10_000, true); // what was saved before is gone
        int taken = inASecond(10_000, true);
        assertTrue(taken >= 550 && taken <= 650, taken + " taken");
    }

    @Test
    void whereNewMailStandsStillThereAreSomeAllTheSame() {
        inASecond(0, true);
        int taken = inASecond(0, true);
        assertTrue(taken >= 50 && taken <= 150, taken + " taken");
    }

    @Test
    void whenTheCrowdIsGoneNothingIsOwed() {
        turns.crowded();
        turns.taken(100_000);
        assertFalse(turns.isTurnOfDeferred());
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertTrue(turns.isTurnOfDeferred());
        turns.crowded();
        now.addAndGet(1);
        assertTrue(turns.isTurnOfDeferred());
    }
}
