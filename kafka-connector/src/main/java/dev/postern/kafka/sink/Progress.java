package dev.postern.kafka.sink;

import java.util.ArrayDeque;
import java.util.Deque;

/** How far one partition is done. Used by the task's thread only. */
final class Progress {
    private final Deque<Entry> open = new ArrayDeque<>();
    private long done = -1;

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

    /** The offset behind the last record before which all are done, or -1 if there is none yet. */
    long committable() {
        Entry head = open.peek();
        while (head != null && head.done) {
            done = head.offset + 1;
            open.remove();
            head = open.peek();
        }
        return done;
    }
}
