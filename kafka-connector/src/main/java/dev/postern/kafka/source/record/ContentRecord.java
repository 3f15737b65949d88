package dev.postern.kafka.source.record;

import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** A record in its place. Each mode has a kind of its own, which knows its mail: Connect gives back the very instance it was given. */
public abstract class ContentRecord extends SourceRecord {
    /** One with this place; each in a transaction has an offset of its own, or they would share one acknowledgement. */
    protected ContentRecord(Map<String, ?> partition, Map<String, ?> offset, RecordContent content) {
        super(
                partition,
                offset,
                content.topic(),
                null,
                content.keySchema(),
                content.key(),
                content.valueSchema(),
                content.value(),
                null,
                content.headers());
    }
}
