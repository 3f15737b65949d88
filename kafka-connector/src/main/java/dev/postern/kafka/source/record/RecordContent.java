package dev.postern.kafka.source.record;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;

/**
 * All of a record but its place: each mode makes its own record of it.
 *
 * @param verbatim whether the value is written as bytes that stay as they are
 */
public record RecordContent(
        String topic,
        Schema keySchema,
        Object key,
        Schema valueSchema,
        Object value,
        Headers headers,
        boolean verbatim) {
    /** How many octets of a producer's request it takes at most; what converters make of it is counted. */
    public long octets() {
        return RecordSize.of(this, verbatim);
    }
}
