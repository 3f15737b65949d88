package dev.postern.kafka.sink;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record, its mail's way, and what came of it.
 *
 * @param size octets of the mail
 */
record Parcel(SinkRecord record, Progress.Entry entry, Shipment shipment, long size) {
    /** Where the record stood, before any transformation. */
    TopicPartition partition() {
        return partition(record);
    }

    static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    /** How the record is named to people. */
    static String name(SinkRecord record) {
        return "record at offset " + record.originalKafkaOffset() + " of " + partition(record);
    }

    /**
     * A parcel whose way is at its end.
     *
     * @param failures why recipients did not get the mail; empty if all did
     * @param bug what went wrong in us, or null
     */
    record Finished(
            Parcel parcel, List<String> failures, @Nullable Throwable bug) {}
}
