package dev.postern.kafka.sink;

import java.util.ArrayDeque;
import java.util.Deque;

/** How far one partition is done. Used by the task's thread only. */
final class Progress {
    private final Deque<Entry> open = new ArrayDeque<>();

    /** One record of the partition; marked when its mail needs no more work. */
    static final class Entry {
        private final long offset;
        private boolean done;

        private Entry(long offset) {
            this.offset = offset;
        }

        void done() {
            done = true;
        }
    }

    /** Takes note of the next record. */
    Entry add(long offset) {
        Entry entry = new Entry(offset);
        open.add(entry);
        return entry;
    }

    /**
     * The offset before which all is done.
     *
     * @param consumed the offset behind the last record that was handed to the task, or dropped by Connect before that
     */
    long committable(long consumed) {
        while (!open.isEmpty() && open.getFirst().done) {
            open.removeFirst();
        }
        return open.isEmpty() ? consumed : Math.min(consumed, open.getFirst().offset);
    }
}
