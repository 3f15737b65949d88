package dev.postern.kafka.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions from where a consumer stands up to given ends. */
public final class CatchUp {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private CatchUp() {}

    /**
     * Reads all of it; waits for the brokers.
     *
     * @param ends behind the last record that is wanted of each partition
     * @param records takes each record
     * @param turn called before each poll; may throw where it takes too long
     * @param progress called every five seconds with the number of partitions that are left
     */
    public static void read(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records,
            Runnable turn,
            IntConsumer progress) {
        Map<TopicPartition, Long> left = new HashMap<>(ends);
        long lastWord = System.nanoTime();
        while (true) {
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (left.isEmpty()) {
                return;
            }
            turn.run();
            if (System.nanoTime() - lastWord > PROGRESS.toNanos()) {
                lastWord = System.nanoTime();
                progress.accept(left.size());
            }
            consumer.poll(POLL).forEach(records);
        }
    }
}
