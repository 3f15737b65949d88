package dev.postern.kafka.event;

import dev.postern.mail.Domain;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.Converter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events as records of a topic. While the broker is away they wait in the memory of the mails that they are about, which then stay in flight. */
final class TopicEventLog implements EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(TopicEventLog.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final String topic;
    private final Converter converter;
    private final Producer<String, byte[]> producer;

    /** A producer may block: where its buffer is full, or the brokers of the topic are not known. */
    private final ExecutorService writer;

    TopicEventLog(String topic, Converter converter, Producer<String, byte[]> producer) {
        this.topic = topic;
        this.converter = converter;
        this.producer = producer;
        this.writer = Executors.newSingleThreadExecutor(ThreadUtils.createThreadFactory("postern-events", true));
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public CompletionStage<Void> write(List<DeliveryEvent> events) {
        CompletableFuture<?>[] stored = events.stream().map(this::write).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(stored);
    }

    private CompletableFuture<Void> write(DeliveryEvent event) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        send(event, stored);
        return stored;
    }

    private void send(DeliveryEvent event, CompletableFuture<Void> stored) {
        try {
            writer.execute(() -> produce(event, stored));
        } catch (RejectedExecutionException closed) {
            stored.completeExceptionally(lost(closed));
        }
    }

    private void produce(DeliveryEvent event, CompletableFuture<Void> stored) {
        try {
            producer.send(record(event), (place, failure) -> {
                if (failure == null) {
                    stored.complete(null);
                } else if (failure instanceof RetriableException) {
                    LOG.warn("An event waits for the topic {}: {}", topic, failure.getMessage());
                    send(event, stored);
                } else {
                    stored.completeExceptionally(lost(failure));
                }
            });
        } catch (RuntimeException e) { // of the converter, or of a producer that is closed
            stored.completeExceptionally(lost(e));
        }
    }

    private ProducerRecord<String, byte[]> record(DeliveryEvent event) {
        byte[] value = converter.fromConnectData(topic, EventSchema.SCHEMA, EventSchema.of(event));
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                topic, null, event.time().toEpochMilli(), event.mail().id(), value);
        Domain domain = event.recipient().domain();
        header(record, "mail.event", event.kind().text());
        header(record, "mail.domain", domain.text());
        header(record, "mail.status", event.status().toString());
        return record;
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private ConnectException lost(Throwable cause) {
        return new ConnectException("the topic " + topic + " did not take an event: " + cause.getMessage(), cause);
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
