package dev.postern.benchmarks.chaos.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the records of each mail, as far as transactions are committed. Used by one thread. */
final class ReadMails implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Integer> counts = new HashMap<>();

    ReadMails(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has come. */
    void read() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            String head = new String(record.value(), 0, Math.min(40, record.value().length), StandardCharsets.US_ASCII);
            int number = Integer.parseInt(head.substring(Mailboxes.NUMBER.length(), head.indexOf('\r'))
                    .strip());
            counts.merge(number, 1, Integer::sum);
        }
    }

    /** How many mails have come. */
    int mails() {
        return counts.size();
    }

    boolean has(int number) {
        return counts.containsKey(number);
    }

    /** How many records are one too many. */
    long duplicates() {
        return counts.values().stream().mapToLong(count -> count - 1L).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
