package dev.postern.kafka.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The headers of a record as texts, without white space around them. */
public final class RecordHeaders {
    private RecordHeaders() {}

    /** The last header of this name; null where there is none. */
    public static @Nullable String last(SinkRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null ? null : text(header);
    }

    /** All headers of this name, in their order. */
    static List<String> all(SinkRecord record, String name) {
        List<String> values = new ArrayList<>();
        record.headers().allWithName(name).forEachRemaining(header -> {
            String value = text(header);
            if (value != null) {
                values.add(value);
            }
        });
        return values;
    }

    private static @Nullable String text(Header header) {
        Object value = header.value();
        if (value == null) {
            return null;
        }
        String text = value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
        return text.strip();
    }
}
