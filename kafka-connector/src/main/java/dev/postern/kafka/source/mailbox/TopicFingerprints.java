package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.broker.CatchUp;
import dev.postern.kafka.broker.OwnProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fingerprints in a compacted topic, which is read only when a server gives mail other names. */
final class TopicFingerprints implements Fingerprints {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFingerprints.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LONGEST_PLACE = 64;

    private final String topic;
    private final OwnProducer producer;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /**
     * @param producer closed with the fingerprints
     * @param consumers makes one for each reading
     */
    TopicFingerprints(String topic, OwnProducer producer, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topic = topic;
        this.producer = producer;
        this.consumers = consumers;
    }

    @Override
    public boolean areKept() {
        return true;
    }

    @Override
    public CompletableFuture<Void> note(Fingerprint mail, String place) {
        return producer.write(topic, () -> new ProducerRecord<>(topic, octets(mail.toString()), octets(place)));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Map<Fingerprint, String> of(long folder) {
        producer.flush(Duration.ofSeconds(30));
        Map<Fingerprint, String> known = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long start = System.nanoTime();
            CatchUp.read(
                    consumer,
                    consumer.endOffsets(partitions),
                    record -> add(record, folder, known),
                    () -> checkPatience(start),
                    left -> LOG.info("Reading the topic {}: {} fingerprints so far", topic, known.size()));
            return known;
        } catch (KafkaException e) {
            throw new ConnectException("the topic " + topic + " can't be read: " + e.getMessage(), e);
        }
    }

    private void checkPatience(long start) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
            throw new ConnectException(
                    "the topic " + topic + " can't be read within " + PATIENCE.toMinutes() + " minutes");
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record, long folder, Map<Fingerprint, String> known) {
        try {
            if (record.key() == null || record.value() == null || record.value().length > LONGEST_PLACE) {
                throw new IllegalArgumentException("no key, or no value");
            }
            Fingerprint mail = Fingerprint.parse(new String(record.key(), StandardCharsets.US_ASCII));
            if (mail.folder() == folder) {
                known.put(mail, new String(record.value(), StandardCharsets.US_ASCII));
            }
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "The record at offset {} of {} is no fingerprint, and is passed over: {}",
                    record.offset(),
                    topic,
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
