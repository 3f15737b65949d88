package dev.postern.kafka.source.record;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/** All of a record but its place: each mode makes its own record of it. */
public record RecordContent(
        String topic, Schema keySchema, Object key, Schema valueSchema, Object value, Headers headers) {
    /** The record's own fields and its batch's, and its key. */
    private static final long FRAMING = 256;

    private static final int HEADER_FRAMING = 10;

    /** About how many octets of a producer's request it takes, if its value converter leaves bytes as they are. */
    public long octets() {
        long octets = FRAMING + ((byte[]) value()).length;
        for (Header header : headers()) {
            octets += HEADER_FRAMING
                    + header.key().length()
                    + String.valueOf(header.value()).length();
        }
        return octets;
    }
}
