package dev.postern.kafka.source.mailbox;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * All walks of a task, from which Connect has its records.
 *
 * @param outbox where they put these
 */
public record Walks<T extends Walk>(Outbox<SourceRecord> outbox, List<T> all) {
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMillis(200);
    // Connect gives a task 5 seconds to stop: task.shutdown.graceful.timeout.ms
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    /** Keeps a copy of the list. */
    public Walks {
        all = List.copyOf(all);
    }

    /** Begins with all of them. */
    public void start() {
        all.forEach(Walk::start);
    }

    /** The next records; null where none came for a while. */
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records = outbox.poll(BATCH, PATIENCE);
        return records.isEmpty() ? null : records;
    }

    /** Ends all of them, those that take too long at once. */
    public void stop() {
        outbox.close();
        all.forEach(Walk::requestStop);
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        try {
            for (Walk walk : all) {
                walk.awaitStop(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
