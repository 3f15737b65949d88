package dev.postern.jca.outbound.kafka;

import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.LineFaults;
import dev.postern.mail.Message;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.delivery.Carrier;
import dev.postern.smtp.delivery.Hop;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.delivery.OutcomeCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes mail to a topic: key is the mail's id, value the message (RFC 5322), the envelope stands in headers ({@link EnvelopeAttributes}). A recipient has the mail when all
 * in-sync replicas have the record; who reads the topic tells the sender what comes of it (RFC 3461).
 *
 * <p>An attempt ends within a minute, whatever the brokers do.
 */
public final class TopicCarrier implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCarrier.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    private static final EnhancedCode NOT_NOW = EnhancedCode.parse("4.3.0"); // RFC 3463 §3.4: mail system, undefined
    private static final EnhancedCode TOO_LARGE = EnhancedCode.parse("5.3.4");
    private static final EnhancedCode BAD_CONTENT = EnhancedCode.parse("5.6.0");

    private final TopicSettings settings;
    private final Hop topic;
    private final OutcomeCounts counts = new OutcomeCounts();

    /** A producer may block: where its memory is full, or the brokers of the topic are not known. */
    private final ExecutorService writer;

    private @Nullable Producer<String, byte[]> producer;
    private boolean closed;

    private TopicCarrier(TopicSettings settings) {
        this.settings = settings;
        this.topic = new Hop("the topic " + settings.topic(), false, null, true, null);
        this.writer = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "postern-topic");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A carrier to this topic, whether its brokers are there or not.
     *
     * @throws IllegalArgumentException if a setting of the producer can't be used, such as a truststore that is not there; the message says which
     */
    public static TopicCarrier open(TopicSettings settings) {
        TopicCarrier carrier = new TopicCarrier(settings);
        try {
            carrier.producer();
        } catch (KafkaException e) {
            if (!settings.isUnresolved()) { // else the next mail looks again
                carrier.close();
                throw new IllegalArgumentException("kafka.properties make no producer: " + reason(e), e);
            }
            LOG.warn("No broker of {} is known to DNS now; mail for it waits", settings);
        }
        return carrier;
    }

    private synchronized Producer<String, byte[]> producer() {
        if (closed) {
            throw new KafkaException("the connection factory is closed");
        }
        if (producer == null) {
            producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public CompletionStage<List<Outcome>> deliver(Envelope envelope, Message message) {
        CompletableFuture<List<Outcome>> outcomes = new CompletableFuture<>();
        long latest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TopicSettings.BLOCK_MS);
        try {
            writer.execute(() -> write(envelope, message, latest, outcomes));
        } catch (RejectedExecutionException e) {
            outcomes.complete(deferred(envelope, "the connection factory is closed"));
        }
        return outcomes.thenApply(counts::counted);
    }

    private void write(Envelope envelope, Message message, long latest, CompletableFuture<List<Outcome>> outcomes) {
        if (System.nanoTime() - latest > 0) { // mails before it have waited in vain
            outcomes.complete(deferred(
                    envelope, settings.brokers() + " did not answer within " + TopicSettings.BLOCK_MS + " ms"));
            return;
        }
        try {
            byte[] content = message.toByteArray();
            String fault = envelope.body() == Envelope.Body.BINARY_MIME ? null : LineFaults.first(content);
            if (fault != null) { // who reads the record could not send it
                outcomes.complete(bounced(envelope, BAD_CONTENT, null, "the message holds a " + fault));
                return;
            }
            write(envelope, content, outcomes);
        } catch (IOException | RuntimeException e) {
            outcomes.complete(deferred(envelope, reason(e)));
        }
    }

    private void write(Envelope envelope, byte[] content, CompletableFuture<List<Outcome>> outcomes) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(settings.topic(), envelope.id(), content);
        EnvelopeAttributes.of(envelope)
                .forEach(attribute -> record.headers()
                        .add(attribute.getKey(), attribute.getValue().getBytes(StandardCharsets.UTF_8)));
        Producer<String, byte[]> current = producer();
        current.send(record, (place, failure) -> {
            if (failure == null) {
                outcomes.complete(delivered(envelope, place));
            } else if (failure instanceof RecordTooLargeException) {
                Reply reply = Reply.of(552, "5.3.4", "larger than the topic takes");
                outcomes.complete(bounced(envelope, TOO_LARGE, reply, reason(failure)));
            } else {
                if (!(failure instanceof RetriableException)) {
                    replace(current);
                }
                outcomes.complete(deferred(envelope, reason(failure)));
            }
        });
    }

    /** A producer that was refused, for what it is or may do, stays so when that has been mended. */
    private synchronized void replace(Producer<String, byte[]> refused) {
        if (producer == refused) {
            producer = null;
            refused.close(Duration.ZERO);
        }
    }

    private List<Outcome> delivered(Envelope envelope, RecordMetadata place) {
        Reply reply = Reply.of(
                250, "2.0.0", "stored in " + place.topic() + "-" + place.partition() + " at offset " + place.offset());
        return envelope.recipients().stream()
                .<Outcome>map(recipient -> new Outcome.Delivered(recipient, reply, topic))
                .toList();
    }

    private List<Outcome> deferred(Envelope envelope, String reason) {
        return envelope.recipients().stream()
                .<Outcome>map(recipient -> new Outcome.Deferred(recipient, NOT_NOW, null, reason, topic))
                .toList();
    }

    private List<Outcome> bounced(Envelope envelope, EnhancedCode status, @Nullable Reply reply, String reason) {
        return envelope.recipients().stream()
                .<Outcome>map(recipient -> new Outcome.Bounced(recipient, status, reply, reason, topic))
                .toList();
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }

    @Override
    public OutcomeCounts counts() {
        return counts;
    }

    /** Waits some seconds for what is under way; the rest is deferred. */
    @Override
    public void close() {
        Producer<String, byte[]> open;
        synchronized (this) {
            closed = true;
            open = producer;
            producer = null;
        }
        writer.shutdown();
        if (open != null) {
            open.close(LAST_WAIT); // and what waits for it hears so
        }
        try {
            if (!writer.awaitTermination(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The writer of {} has not ended", settings);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
