package dev.postern.ear;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The gateway's topic, read from its start. */
final class Topic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<String, byte[]> consumer;

    Topic(String name) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        System.getProperty(Surroundings.BROKER),
                        "group.id",
                        "it-" + System.nanoTime(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(name));
    }

    /** All records up to the one of this key. */
    List<ConsumerRecord<String, byte[]>> upTo(String key) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            if (records.stream().anyMatch(record -> record.key().equals(key))) {
                return records;
            }
        }
        throw new AssertionError("no record " + key + " among "
                + records.stream().map(ConsumerRecord::key).toList());
    }

    /** The first record of all. */
    ConsumerRecord<String, byte[]> first() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                return record;
            }
        }
        throw new AssertionError("no record");
    }

    @Override
    public void close() {
        consumer.close();
    }
}
