package dev.postern.kafka.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records for good, and blocks nobody. While the broker is away they wait in memory: of mails that stay in flight until then.
 */
public final class OwnProducer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnProducer.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private record Pending(Instant since, CompletableFuture<Void> stored) {}

    private final String what;
    private final Producer<byte[], byte[]> producer;

    /** A producer may block: where its buffer is full, or the brokers of a topic are not known. */
    private final ExecutorService writer;

    /** What is not stored yet, in the order in which it was handed over. */
    private final ConcurrentSkipListMap<Long, Pending> pending = new ConcurrentSkipListMap<>();

    private final AtomicLong writes = new AtomicLong();

    /**
     * A writer over this producer, which it closes.
     *
     * @param what a record is, in messages: "an event"
     */
    public OwnProducer(String what, Producer<byte[], byte[]> producer) {
        this.what = what;
        this.producer = producer;
        this.writer = Executors.newSingleThreadExecutor(ThreadUtils.createThreadFactory("postern-writer", true));
    }

    /**
     * Stores a record.
     *
     * @param topic for messages
     * @param record makes it, on the writer's thread
     * @return completes when all replicas have it; fails with a {@link ConnectException} where they never will
     */
    public CompletableFuture<Void> write(String topic, Supplier<ProducerRecord<byte[], byte[]>> record) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        long number = writes.getAndIncrement();
        pending.put(number, new Pending(Instant.now(), stored));
        try {
            writer.execute(() -> {
                try {
                    produce(record.get(), stored);
                } catch (RuntimeException e) { // of a converter, say
                    stored.completeExceptionally(lost(topic, e));
                }
            });
        } catch (RejectedExecutionException closed) {
            stored.completeExceptionally(lost(topic, closed));
        }
        return stored.whenComplete((done, failure) -> pending.remove(number));
    }

    /** When the oldest record that is not stored yet was handed over; empty where all are. */
    public Optional<Instant> pendingSince() {
        return Optional.ofNullable(pending.firstEntry())
                .map(entry -> entry.getValue().since());
    }

    /**
     * Waits until what was handed over before is stored.
     *
     * @throws ConnectException if that is not so in time, or some of it never will be
     */
    public void flush(Duration most) {
        try {
            CompletableFuture.allOf(List.copyOf(pending.values()).stream()
                            .map(Pending::stored)
                            .toArray(CompletableFuture[]::new))
                    .get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ConnectException(what + " is not stored within " + most.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ConnectException known ? known : new ConnectException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while waiting for " + what, e);
        }
    }

    private void produce(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> stored) {
        try {
            producer.send(record, (place, failure) -> {
                if (failure == null) {
                    stored.complete(null);
                } else if (failure instanceof RetriableException) {
                    LOG.warn("{} waits for the topic {}: {}", what, record.topic(), failure.getMessage());
                    produceAgain(record, stored);
                } else {
                    stored.completeExceptionally(lost(record.topic(), failure));
                }
            });
        } catch (RuntimeException e) { // of a producer that is closed
            stored.completeExceptionally(lost(record.topic(), e));
        }
    }

    private void produceAgain(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> stored) {
        try {
            writer.execute(() -> produce(record, stored));
        } catch (RejectedExecutionException closed) {
            stored.completeExceptionally(lost(record.topic(), closed));
        }
    }

    private ConnectException lost(String topic, Throwable cause) {
        return new ConnectException("the topic " + topic + " did not take " + what + ": " + cause.getMessage(), cause);
    }

    /** Waits for a second for what is being stored. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(LAST_WAIT);
    }
}
