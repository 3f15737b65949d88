package dev.postern.kafka.sink;

import java.util.TreeSet;

/**
 * How far one partition is done. Records come in the order of their offsets. Used by one thread only; takes memory by what is open, however much is
 * done behind it.
 */
final class Progress {
    private final TreeSet<Long> open = new TreeSet<>();

    /** Open when the partition was last committed, and not read again yet. */
    private final TreeSet<Long> awaited = new TreeSet<>();

    private Decided before;
    private long next;

    /** @param before what is decided already */
    Progress(Decided before) {
        this.before = before;
        this.next = before.to();
        awaited.addAll(before.open());
    }

    /** One record of the partition. */
    final class Entry {
        private final long offset;

        private Entry(long offset) {
            this.offset = offset;
        }

        /** Its mail needs no more work. */
        void done() {
            open.remove(offset);
        }
    }

    /** Whether this record, which is read now, was decided before the partition came to us: then there is nothing to do. */
    boolean isDecided(long offset) {
        if (offset < before.from()) { // another topic of the same name, or an offset that was set back
            before = Decided.before(offset);
            awaited.clear();
            next = offset;
        }
        return offset < before.to() && !before.open().contains(offset);
    }

    /** Takes note of the next record that is to be decided. */
    Entry add(long offset) {
        awaited.headSet(offset, true).clear(); // those before it are gone from the topic
        open.add(offset);
        next = Math.max(next, offset + 1);
        return new Entry(offset);
    }

    /**
     * What is decided: the offset before which all is done, and what is done behind it.
     *
     * @param consumed the offset behind the last record that was handed over, or dropped by Connect before that
     */
    Decided decided(long consumed) {
        awaited.headSet(consumed).clear();
        TreeSet<Long> undecided = new TreeSet<>(open);
        undecided.addAll(awaited);
        long from = undecided.isEmpty() ? consumed : Math.min(consumed, undecided.first());
        return new Decided(from, Math.max(from, next), undecided);
    }
}
