package dev.postern.kafka.sink;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.utils.Utils;

/** What a task has opened, to be closed in the reverse order. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T opened) {
        all.push(opened);
        return opened;
    }

    /** Closes all, even where one fails, which the log says. */
    @Override
    public void close() {
        while (!all.isEmpty()) {
            AutoCloseable next = all.pop();
            Utils.closeQuietly(next, next.getClass().getSimpleName());
        }
    }
}
