package dev.postern.kafka.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A topic of ours that is read to its end before anything is sent, and followed from there on by a thread of its own. */
public final class FollowedTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOAD = Duration.ofMinutes(5);
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private final String name;
    private final String setting;
    private final Consumer<byte[], byte[]> consumer;
    private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable ConnectException failure;

    /**
     * A topic that is not read yet.
     *
     * @param setting that names it, for messages
     * @param thread what the thread is called
     * @param consumer closed with the topic
     * @param records takes each record: while the topic is loaded on the caller's thread, then on its own
     */
    public FollowedTopic(
            String name,
            String setting,
            String thread,
            Consumer<byte[], byte[]> consumer,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records) {
        this.name = name;
        this.setting = setting;
        this.consumer = consumer;
        this.records = records;
        this.thread = ThreadUtils.createThreadFactory(thread, true).newThread(this::follow);
    }

    /**
     * Reads it up to its present end, and follows it from there on.
     *
     * @param begin has the consumer stand where reading begins in these partitions, and gives their ends
     * @param soFar what is known by now, for the log
     * @throws ConnectException if it can't be read within five minutes
     */
    public void load(Function<List<TopicPartition>, Map<TopicPartition, Long>> begin, Supplier<String> soFar) {
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(each -> new TopicPartition(name, each.partition()))
                    .toList();
            consumer.assign(partitions);
            long start = System.nanoTime();
            CatchUp.read(
                    consumer,
                    begin.apply(partitions),
                    records,
                    () -> checkPatience(start),
                    left -> LOG.info("Reading the topic {}: {} so far", name, soFar.get()));
        } catch (KafkaException e) {
            throw unreadable(e);
        }
        thread.start();
    }

    /** Reads all of it up to its present end, and follows it from there on; as {@link #load(Function, Supplier)}. */
    public void loadAll(Supplier<String> soFar) {
        load(
                partitions -> {
                    consumer.seekToBeginning(partitions);
                    return consumer.endOffsets(partitions);
                },
                soFar);
    }

    private void checkPatience(long start) {
        if (System.nanoTime() - start > LOAD.toNanos()) {
            throw new ConnectException(this + " could not be read within " + LOAD.toSeconds() + " s");
        }
    }

    private void follow() {
        try (consumer) {
            while (!closing) {
                consumer.poll(POLL).forEach(records);
            }
        } catch (RuntimeException e) { // whatever it is, nobody must go on with what is known no longer
            failure = unreadable(e);
        }
    }

    private ConnectException unreadable(RuntimeException cause) {
        return new ConnectException(this + " can't be read: " + cause.getMessage(), cause);
    }

    /** Why it is not followed any more, or null while it is. */
    public @Nullable ConnectException failure() {
        return failure;
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return "the topic " + name + " of " + setting;
    }

    /** Waits for two seconds at most. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(LAST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.getState() == Thread.State.NEW) { // it was never loaded
            consumer.close();
        }
    }
}
