package dev.postern.kafka.sink;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record, its mail's way, and what came of it.
 *
 * @param partition where the record stands
 * @param size octets of the mail
 */
record Parcel<R>(R record, TopicPartition partition, Progress.Entry entry, Shipment shipment, long size) {
    /** What it adds to what is under way. */
    Load load() {
        return new Load(1, size);
    }

    /**
     * A parcel whose way is at its end.
     *
     * @param failures why recipients did not get the mail; empty if all did
     * @param bug what went wrong in us, or null
     */
    record Finished<R>(
            Parcel<R> parcel,
            List<String> failures,
            @Nullable Throwable bug) {}
}
