package dev.postern.jca.inbound;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of the calls of one bean. Safe for use by several threads. */
final class CallCounts {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final AtomicInteger failuresInARow = new AtomicInteger();

    void addDelivered() {
        delivered.increment();
        failuresInARow.set(0);
    }

    void addRolledBack() {
        rolledBack.increment();
        failuresInARow.incrementAndGet();
    }

    void addRefused() {
        refused.increment();
    }

    void addExpired() {
        expired.increment();
    }

    long delivered() {
        return delivered.sum();
    }

    long rolledBack() {
        return rolledBack.sum();
    }

    long refused() {
        return refused.sum();
    }

    long expired() {
        return expired.sum();
    }

    int failuresInARow() {
        return failuresInARow.get();
    }
}
