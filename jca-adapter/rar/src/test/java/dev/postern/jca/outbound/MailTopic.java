package dev.postern.jca.outbound;

import dev.postern.kafka.record.MailReader;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.kafka.record.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.connect.sink.SinkRecord;

/** A topic of one partition, read as the sink connector does. */
public final class MailTopic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, byte[]> consumer;
    private final MailReader reader = new MailReader(ValueFormat.AUTO);
    private final Queue<ConsumerRecord<String, byte[]>> records = new ArrayDeque<>();

    public MailTopic(String brokers, String name) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "fetch.max.wait.ms", "50"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(name, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** The next mail, within a minute. */
    public OutgoingMail next() {
        ConsumerRecord<String, byte[]> record = nextRecord();
        SinkRecord sunk = new SinkRecord(
                record.topic(),
                record.partition(),
                null,
                record.key(),
                null,
                record.value(),
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME);
        for (Header header : record.headers()) {
            sunk.headers().addString(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return reader.read(sunk);
    }

    private ConsumerRecord<String, byte[]> nextRecord() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (records.isEmpty() && System.nanoTime() - deadline < 0) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records.remove();
    }

    /** How many records there are behind those that were read. */
    public long rest() {
        TopicPartition partition = consumer.assignment().iterator().next();
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        return records.size() + end - consumer.position(partition);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
