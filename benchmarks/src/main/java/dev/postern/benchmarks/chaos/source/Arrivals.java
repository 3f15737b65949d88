package dev.postern.benchmarks.chaos.source;

import dev.postern.benchmarks.chaos.MailNumber;
import dev.postern.mail.EnvelopeAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What has come to the topic: by the number in each mail itself, its records and the ids of these. */
final class Arrivals {
    private static final int MOST_HEADER = 1_024;
    /** Behind the last record: what was put off may still come. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Map<Integer, Integer> records = new HashMap<>();
    private final Map<Integer, Set<String>> ids = new HashMap<>();

    private Arrivals() {}

    /** Reads all that is there, until no more comes. */
    static Arrivals read(String bootstrapServers, String topic) {
        Arrivals arrivals = new Arrivals();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(QUIET);
            while (!polled.isEmpty() || isBehind(consumer)) {
                polled.forEach(arrivals::note);
                polled = consumer.poll(QUIET);
            }
        }
        return arrivals;
    }

    private static boolean isBehind(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        String header = new String(value, 0, Math.min(value.length, MOST_HEADER), StandardCharsets.ISO_8859_1);
        int number = MailNumber.of(header)
                .orElseThrow(() -> new IllegalStateException("a record without the number of a mail: " + header));
        String id =
                new String(record.headers().lastHeader(EnvelopeAttributes.ID).value(), StandardCharsets.US_ASCII);
        records.merge(number, 1, Integer::sum);
        ids.computeIfAbsent(number, any -> new HashSet<>()).add(id);
    }

    /** Whether the mail of this number is there under this id. */
    boolean has(int number, String id) {
        return ids(number).contains(id);
    }

    /** How many records there are of a mail. */
    int records(int number) {
        return records.getOrDefault(number, 0);
    }

    /** The ids of a mail's records: one for each time that it was sent and stored. */
    Set<String> ids(int number) {
        return ids.getOrDefault(number, Set.of());
    }
}
