package dev.postern.demo;

import dev.postern.mail.EnvelopeAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of the demo, each of one partition, on its broker. */
final class Topics {
    private static final int ONLY_PARTITION = 0;

    private final Map<String, Object> connection;

    Topics(String bootstrapServers) {
        this.connection = Map.of("bootstrap.servers", bootstrapServers);
    }

    /** Makes topics. */
    void create(List<String> names) throws InterruptedException {
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new DemoException("topics " + names, e.getCause() == null ? e : e.getCause());
        }
    }

    /** The record of a mail, as soon as it is there; empty if it does not come in time. */
    Optional<ConsumerRecord<byte[], byte[]>> find(String topic, String mailId, Duration patience) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic, ONLY_PARTITION));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            long deadline = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (mailId.equals(mailId(record))) {
                        return Optional.of(record);
                    }
                }
            }
            return Optional.empty();
        }
    }

    private static String mailId(ConsumerRecord<byte[], byte[]> record) {
        Header id = record.headers().lastHeader(EnvelopeAttributes.ID);
        return id == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
    }
}
