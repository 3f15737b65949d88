package dev.postern.benchmarks.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a broker. */
public record Topics(String bootstrapServers) {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** Makes topics of so many partitions, and waits until they are there. */
    public void create(int partitions, String... names) throws IOException {
        List<NewTopic> topics = Stream.of(names)
                .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
                .toList();
        try (Admin admin = openAdmin()) {
            await("topics can't be made", admin.createTopics(topics).all());
        }
    }

    /** Stores records of these numbers from 0 on, and waits until the broker has them. */
    public void write(int count, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < count; number++) {
                producer.send(record.apply(number));
            }
        }
    }

    /** How many records of its topics a group has done with, in all. */
    public long committed(String group) throws IOException {
        try (Admin admin = openAdmin()) {
            return await(
                            "offsets can't be read",
                            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .values()
                    .stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }

    /** How many records a topic has got so far. */
    public long written(String topic) throws IOException {
        try (Admin admin = openAdmin()) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            await("the topic is not known", admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .flatMap(found -> found.partitions().stream())
                    .forEach(each -> ends.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
            return await("ends can't be read", admin.listOffsets(ends).all()).values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    /** Waits until a topic of one partition has got so many records, and gives how many it has then: fewer where that takes longer than the patience. */
    public long await(String topic, long records, Duration patience) throws IOException {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end = System.nanoTime() + patience.toNanos();
        try (Admin admin = openAdmin()) {
            while (true) {
                long written = await(
                                "the end can't be read",
                                admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                        .partitionResult(partition))
                        .offset();
                if (written >= records || System.nanoTime() > end) {
                    return written;
                }
                Thread.sleep(LOOK_AGAIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Admin openAdmin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    private static <T> T await(String failure, KafkaFuture<T> answer) throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IOException(failure + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
