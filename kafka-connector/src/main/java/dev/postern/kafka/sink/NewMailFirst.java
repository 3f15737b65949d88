package dev.postern.kafka.sink;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Has deferred mail stand back where there is more new mail than can be sent at once: a million mails for a server that is down are looked at again and again, and what that takes is
 * missing elsewhere. Then one of them has its turn for so many new ones, but some each second in any case. The task that sends new mail tells of it on its thread, the run of
 * deferred mail asks on its own.
 */
final class NewMailFirst {
    private static final double TURNS_FOR_A_NEW_ONE = 0.05;
    private static final double TURNS_A_SECOND = 100;
    private static final double MOST_TURNS_SAVED = 500;
    private static final long LATELY = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong settled = new AtomicLong();
    private volatile long crowdedAt;

    // of the run of deferred mail alone
    private double turns;
    private long asked;

    /** @param nanoTime as {@link System#nanoTime()} */
    NewMailFirst(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong();
        this.crowdedAt = asked - LATELY;
    }

    /** There is more new mail than can be under way. */
    void crowded() {
        crowdedAt = nanoTime.getAsLong();
    }

    /** A new mail needs no more work. */
    void settled() {
        settled.incrementAndGet();
    }

    /** Whether deferred mail may be looked at now. */
    boolean isTurnOfDeferred() {
        long now = nanoTime.getAsLong();
        double earned = settled.getAndSet(0) * TURNS_FOR_A_NEW_ONE + (now - asked) * 1e-9 * TURNS_A_SECOND;
        asked = now;
        turns = Math.min(MOST_TURNS_SAVED, turns + earned);
        if (now - crowdedAt >= LATELY) {
            turns = Math.max(0, turns);
        }
        return turns > 0 || now - crowdedAt >= LATELY;
    }

    /** So many deferred mails have been looked at. */
    void taken(int mails) {
        turns -= mails;
    }
}
