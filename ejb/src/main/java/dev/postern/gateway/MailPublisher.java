package dev.postern.gateway;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailRejectedException;
import dev.postern.mail.Address;
import dev.postern.mail.EnvelopeAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes mail to topics: key is the mail's id, value the message (RFC 5322) as bytes, the envelope stands in headers
 * ({@link EnvelopeAttributes}).
 */
public class MailPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailPublisher.class);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

    private final PublisherSettings settings = PublisherSettings.read();
    private final PublisherStatus status = PublisherStatus.show();
    private @Nullable KafkaProducer<String, byte[]> producer;

    /**
     * Reads the settings, and connects to nothing yet.
     *
     * @throws IllegalArgumentException if one is wrong; the message names it
     */
    public MailPublisher() {}

    /** The topic that is set. */
    public String topic() {
        return settings.topic();
    }

    /**
     * Connects to the brokers, where that has not been done: a gateway without topics needs none.
     *
     * @throws IllegalArgumentException if a setting is wrong; the message names it
     */
    public void open() {
        producer();
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            try {
                producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
            } catch (KafkaException e) { // its cause says which setting is wrong
                throw new IllegalArgumentException(
                        "the settings postern.kafka.* make no producer: "
                                + (e.getCause() == null ? e : e.getCause()).getMessage(),
                        e);
            }
            status.writesTo(settings.brokers());
            LOG.info("Mail for topics goes to {}", settings.brokers());
        }
        return producer;
    }

    /** Waits up to five seconds for the brokers' answers to what has been sent. */
    @Override
    public synchronized void close() {
        status.close();
        if (producer != null) {
            producer.close(PATIENCE_AT_STOP);
        }
    }

    /**
     * Writes one mail for some recipients, and returns when all in-sync replicas have it.
     *
     * @throws MailRejectedException with 451 if the broker did not take it in time, with 552 if it is larger than the topic takes
     */
    public void publish(InboundMail mail, String topic, List<Address> recipients) {
        try {
            RecordMetadata place =
                    producer().send(record(mail, topic, recipients)).get();
            LOG.info("{} stored in {}-{} at offset {}", mail.id(), place.topic(), place.partition(), place.offset());
        } catch (ExecutionException e) {
            throw refusal(mail, topic, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw refusal(mail, topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Gateway.stopping();
        } catch (IllegalStateException e) { // the producer is closed
            throw Gateway.stopping();
        }
    }

    private ProducerRecord<String, byte[]> record(InboundMail mail, String topic, List<Address> recipients) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, mail.id(), content(mail));
        EnvelopeAttributes.of(mail.envelope().toBuilder().recipients(recipients).build())
                .forEach(attribute -> record.headers()
                        .add(attribute.getKey(), attribute.getValue().getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static byte[] content(InboundMail mail) {
        try (InputStream content = mail.open()) {
            return content.readNBytes(Math.toIntExact(mail.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(mail.id() + " can't be read from the spool", e);
        }
    }

    private MailRejectedException refusal(InboundMail mail, String topic, Throwable cause) {
        LOG.warn(
                "{} not stored in the topic {} of {}: {}",
                mail.id(),
                topic,
                settings.brokers(),
                String.valueOf(cause.getMessage()));
        return cause instanceof RecordTooLargeException
                ? new MailRejectedException(552, "5.3.4", "Message larger than the gateway takes")
                : new MailRejectedException(451, "4.3.0", "Not stored; the mail stays with you, try again later");
    }
}
