package dev.postern.kafka.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The partitions that a task was told to open. A connector that is paused in the middle of an assignment cuts it off: Connect then reads partitions that
 * it never opened, and drops the offsets that the task would commit for them. Setting them back makes it take note of them.
 */
final class Assignment {
    private final Set<TopicPartition> opened = new HashSet<>();
    private Map<TopicPartition, Long> setBack = Map.of();

    void open(Collection<TopicPartition> partitions) {
        opened.addAll(partitions);
    }

    void close(Collection<TopicPartition> partitions) {
        opened.removeAll(partitions);
    }

    /**
     * Which partitions of these records must be opened now, and set back to which offset: their records come once more, and these ones do not count.
     * What was set back before is in its place by now.
     *
     * @param assigned the partitions that Connect reads: records are looked at only where it has opened less
     */
    Map<TopicPartition, Long> setBack(Collection<SinkRecord> records, Set<TopicPartition> assigned) {
        if (opened.containsAll(assigned)) {
            setBack = Map.of();
            return setBack;
        }
        Map<TopicPartition, Long> unopened = new HashMap<>();
        for (SinkRecord record : records) {
            TopicPartition partition = partition(record);
            if (!opened.contains(partition)) {
                unopened.putIfAbsent(partition, record.originalKafkaOffset());
            }
        }
        setBack = unopened;
        return unopened;
    }

    /** Whether records of it, which were read already, will come once more. */
    boolean isSetBack(TopicPartition partition) {
        return setBack.containsKey(partition);
    }

    /** Where a record was read, whatever a transformation has made of it. */
    static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
