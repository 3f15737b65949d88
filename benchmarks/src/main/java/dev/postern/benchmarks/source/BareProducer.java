package dev.postern.benchmarks.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * For each line of its input, which says how many records and how many of them may be outstanding, writes the last record of a topic so often to another one,
 * and answers how many nanoseconds it took until the broker had acknowledged them all.
 */
public final class BareProducer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private BareProducer() {}

    /** @param arguments bootstrap servers, the topic of one partition that has the record, and the one to write to */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        out.println(0); // it listens on no port
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                arguments[0],
                "acks",
                "all",
                "linger.ms",
                SourceSettings.LINGER_MILLIS,
                "batch.size",
                SourceSettings.BATCH_OCTETS);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                ConsumerRecord<byte[], byte[]> last = last(arguments[0], arguments[1]);
                out.println(
                        write(last, arguments[2], Integer.parseInt(words[0]), Integer.parseInt(words[1]), producer));
            }
        }
    }

    private static ConsumerRecord<byte[], byte[]> last(String bootstrapServers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.seek(partition, consumer.position(partition) - 1);
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(PATIENCE);
            if (polled.isEmpty()) {
                throw new IllegalStateException("the last record of " + topic + " can't be read");
            }
            return polled.iterator().next();
        }
    }

    private static long write(
            ConsumerRecord<byte[], byte[]> like,
            String topic,
            int count,
            int outstanding,
            KafkaProducer<byte[], byte[]> producer)
            throws InterruptedException {
        Semaphore free = new Semaphore(outstanding);
        AtomicReference<Exception> fault = new AtomicReference<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            free.acquire();
            producer.send(
                    new ProducerRecord<>(topic, 0, like.key(), like.value(), like.headers()), (stored, failure) -> {
                        if (failure != null) {
                            fault.set(failure);
                        }
                        free.release();
                    });
        }
        free.acquire(outstanding);
        long elapsed = System.nanoTime() - start;
        if (fault.get() != null) {
            throw new IllegalStateException("a record was not stored", fault.get());
        }
        return elapsed;
    }
}
