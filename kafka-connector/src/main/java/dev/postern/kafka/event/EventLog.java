package dev.postern.kafka.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where events go. Used by several threads at the same time. */
public interface EventLog extends AutoCloseable {
    /** Whether events are kept, so that what became of a mail need not be told elsewhere. */
    boolean isKept();

    /**
     * Stores events; does not block.
     *
     * @return completes when all of them are stored for good; fails with a {@link org.apache.kafka.connect.errors.ConnectException} where
     *     they can't be
     */
    CompletionStage<Void> write(List<DeliveryEvent> events);

    /** When the oldest event that is not stored yet was handed over; empty where all are. */
    Optional<Instant> pendingSince();

    /**
     * Waits until what was handed over before is stored.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if it is not in time, or never will be
     */
    void flush(Duration most);

    @Override
    void close();

    /** Keeps none. */
    EventLog NONE = new EventLog() {
        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public CompletionStage<Void> write(List<DeliveryEvent> events) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Optional<Instant> pendingSince() {
            return Optional.empty();
        }

        @Override
        public void flush(Duration most) {}

        @Override
        public void close() {}
    };
}
