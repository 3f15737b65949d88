package dev.postern.kafka.deferred;

import dev.postern.mail.InvalidMailException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads pending mail when it is due. Of a partition whose first mail is not due nothing is kept: it is read again then. Used by one thread only.
 */
public final class DeferredReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredReader.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final Clock clock;

    /** Partitions whose first mail is not due, and when it is to be looked at. */
    private final Map<TopicPartition, Instant> asleep = new HashMap<>();

    private boolean held;

    DeferredReader(Consumer<byte[], byte[]> consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /** Told of partitions that come and go, on the thread that reads. */
    public interface Owner {
        /**
         * They are read from here on.
         *
         * @param committed of those that were read before
         */
        void assigned(Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed);

        /** Others will read them; what is committed before this returns counts. */
        void revoked(Collection<TopicPartition> partitions);

        /** Others read them already. */
        void lost(Collection<TopicPartition> partitions);
    }

    /** Joins the group of those who read these topics. */
    void subscribe(Pattern topics, Owner owner) {
        consumer.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                Map<TopicPartition, OffsetAndMetadata> committed =
                        new HashMap<>(consumer.committed(new HashSet<>(partitions)));
                committed.values().removeIf(offset -> offset == null);
                owner.assigned(partitions, committed);
                if (held) {
                    consumer.pause(partitions);
                }
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                owner.revoked(partitions);
                asleep.keySet().removeAll(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                owner.lost(partitions);
                asleep.keySet().removeAll(partitions);
            }
        });
    }

    /**
     * The records that are to be looked at now, in no order but that of each partition.
     *
     * @param most how long to wait for one
     */
    public List<Due> poll(Duration most) {
        wakeUp();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(most);
        Instant now = clock.instant();
        List<Due> ready = new ArrayList<>(records.count());
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                Instant wake = wake(record);
                if (wake.isAfter(now)) {
                    consumer.seek(partition, record.offset());
                    consumer.pause(Set.of(partition));
                    asleep.put(partition, wake);
                    break;
                }
                ready.add(new Due(record));
            }
        }
        return ready;
    }

    /** Reads nothing until it is set free; polling goes on. */
    public void hold(boolean hold) {
        if (hold == held) {
            return;
        }
        held = hold;
        if (hold) {
            consumer.pause(consumer.assignment());
        } else {
            Set<TopicPartition> awake = new HashSet<>(consumer.assignment());
            awake.removeAll(asleep.keySet());
            consumer.resume(awake);
        }
    }

    /** The offset of the next record that will be read of a partition. */
    public long position(TopicPartition partition) {
        return consumer.position(partition);
    }

    /** Commits; waits for the broker. */
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        consumer.commitSync(offsets);
    }

    /** The partitions that are read. */
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    private void wakeUp() {
        Instant now = clock.instant();
        Set<TopicPartition> awake = new HashSet<>();
        asleep.entrySet().removeIf(entry -> {
            boolean due = !entry.getValue().isAfter(now);
            if (due) {
                awake.add(entry.getKey());
            }
            return due;
        });
        if (!held) {
            consumer.resume(awake);
        }
    }

    private static Instant wake(ConsumerRecord<byte[], byte[]> record) {
        try {
            return DeferredRecord.wake(record);
        } catch (InvalidMailException e) { // whoever handles the record finds out
            LOG.debug("A record without a time is looked at now", e);
            return Instant.EPOCH;
        }
    }

    /** Leaves the group. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(LAST_WAIT));
    }
}
