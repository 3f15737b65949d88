package dev.postern.kafka.source;

import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** One way in which mail comes to a task, while it runs: Connect's calls as {@link org.apache.kafka.connect.source.SourceTask} has them. */
public interface Mode {
    /** The next records; null where none came for a while. */
    @Nullable
    List<SourceRecord> poll() throws InterruptedException;

    /**
     * Hears what became of a record; runs on the producer's I/O thread and never blocks.
     *
     * @param metadata where it is stored; null where it was dropped
     */
    void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata);

    /** Hears that the offsets of what was acknowledged are stored. */
    void commit() throws InterruptedException;

    /** Ends it, within the seconds that Connect gives a task; called once. */
    void stop();
}
