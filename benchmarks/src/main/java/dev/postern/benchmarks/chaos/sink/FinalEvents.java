package dev.postern.benchmarks.chaos.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topic of events, and knows how each mail has ended. Used by one thread. */
final class FinalEvents implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, Integer> endings = new ConcurrentHashMap<>();
    private final Map<String, Integer> kinds = new TreeMap<>();

    FinalEvents(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has come, waiting for this long at most. */
    void read(Duration most) {
        consumer.poll(most).forEach(this::note);
    }

    private void note(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader("mail.event");
        String kind = new String(header.value(), StandardCharsets.US_ASCII);
        if (!record.key().startsWith("chaos-")) {
            kinds.merge("notification " + kind, 1, Integer::sum);
            return;
        }
        kinds.merge(kind, 1, Integer::sum);
        if (!kind.equals("deferred")) {
            endings.merge(record.key() + " " + recipient(record), 1, Integer::sum);
        }
    }

    private static String recipient(ConsumerRecord<String, byte[]> record) {
        try {
            JsonNode event = JSON.readTree(record.value());
            return event.get("recipient").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many recipients have come to an end. */
    int ended() {
        return endings.size();
    }

    /** How many of them have come to more than one. */
    long endedTwice() {
        return endings.values().stream().filter(count -> count > 1).count();
    }

    /** How many events of each kind there are. */
    Map<String, Integer> kinds() {
        return kinds;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
