package dev.postern.benchmarks.chaos.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topic of events, and knows how each mail has ended. Used by one thread. */
final class FinalEvents implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, List<String>> endings = new HashMap<>();
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
        String kind = text(record, "mail.event");
        if (!record.key().startsWith("chaos-")) {
            kinds.merge("notification " + kind, 1, Integer::sum);
            return;
        }
        kinds.merge(kind, 1, Integer::sum);
        if (!kind.equals("deferred")) {
            JsonNode event = read(record);
            endings.computeIfAbsent(record.key() + " " + event.get("recipient").asText(), any -> new ArrayList<>())
                    .add(kind + " in attempt " + event.get("attempt") + " of " + text(record, "mail.record") + " at "
                            + Instant.ofEpochMilli(record.timestamp()));
        }
    }

    private static JsonNode read(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.US_ASCII);
    }

    /** How many recipients have come to an end. */
    int ended() {
        return endings.size();
    }

    /** The ends of those that have come to more than one. */
    List<List<String>> endedTwice() {
        return endings.values().stream().filter(ends -> ends.size() > 1).toList();
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
