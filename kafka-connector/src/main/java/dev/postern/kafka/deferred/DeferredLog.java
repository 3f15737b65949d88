package dev.postern.kafka.deferred;

import dev.postern.kafka.broker.OwnProducer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes pending mail to where it waits. Used by several threads at the same time. */
public final class DeferredLog implements AutoCloseable {
    private final Tiers tiers;
    private final OwnProducer producer;

    DeferredLog(Tiers tiers, OwnProducer producer) {
        this.tiers = tiers;
        this.producer = producer;
    }

    /**
     * Where a mail waits for its next attempt.
     *
     * @param attempts behind which it is, at least 1
     * @param earliest before which no attempt is of use
     */
    public Slot behind(int attempts, Instant now, Instant earliest) {
        Slot slot = tiers.behind(attempts, now);
        return earliest.isAfter(slot.due()) ? tiers.until(earliest, now) : slot;
    }

    /** Where a mail waits that is due at this time, which may be past. */
    public Slot until(Instant due, Instant now) {
        return tiers.until(due, now);
    }

    /**
     * Stores a mail; reads its message before it returns.
     *
     * @return completes when it is stored for good; fails with a {@link org.apache.kafka.connect.errors.ConnectException} where it can't be
     */
    public CompletableFuture<Void> append(PendingMail mail, Slot slot) {
        try {
            ProducerRecord<byte[], byte[]> record = DeferredRecord.of(mail, slot);
            return producer.write(slot.topic(), () -> record);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new UncheckedIOException(e));
        }
    }

    /** When the oldest mail that is not stored yet was handed over; empty where all are. */
    public Optional<Instant> pendingSince() {
        return producer.pendingSince();
    }

    /** Waits until what was handed over before is stored; fails with a {@link org.apache.kafka.connect.errors.ConnectException} where it is not in time. */
    public void flush(Duration most) {
        producer.flush(most);
    }

    @Override
    public void close() {
        producer.close();
    }
}
