package dev.postern.kafka.source.record;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * How many octets of a producer's request a record takes at most, whichever of the usual converters writes it: as JSON with its schema beside
 * it, than which Avro, Protobuf and plain bytes are smaller.
 */
final class RecordSize {
    /** The record's own fields and its batch's, and what a converter puts around a key. */
    private static final long FRAMING = 512;

    private static final int HEADER_FRAMING = 10;
    private static final int NUMBER = 24;

    /** What JSON says of a schema beside its names. */
    private static final int SCHEMA_FRAMING = 120;

    private RecordSize() {}

    /**
     * The octets of a record.
     *
     * @param verbatim whether bytes stay as they are
     */
    static long of(RecordContent record, boolean verbatim) {
        long octets = FRAMING + record.topic().length() + string(record.key().toString());
        octets += verbatim && record.value() instanceof byte[] bytes
                ? bytes.length
                : value(record.value()) + schema(record.valueSchema());
        for (Header header : record.headers()) {
            octets += HEADER_FRAMING
                    + header.key().length()
                    + String.valueOf(header.value()).getBytes(StandardCharsets.UTF_8).length;
        }
        return octets;
    }

    /** The octets of a value as JSON. */
    static long value(@Nullable Object value) {
        if (value instanceof String text) {
            return string(text);
        } else if (value instanceof byte[] bytes) {
            return 6 + (bytes.length + 2L) / 3 * 4;
        } else if (value instanceof List<?> list) {
            return 2 + list.stream().mapToLong(each -> 1 + value(each)).sum();
        } else if (value instanceof Struct struct) {
            return 2 + fields(struct);
        }
        return NUMBER;
    }

    private static long fields(Struct struct) {
        long octets = 0;
        for (Field field : struct.schema().fields()) {
            octets += field.name().length() + 4 + value(struct.get(field));
        }
        return octets;
    }

    private static long string(String text) {
        long octets = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                octets += c == '\n' || c == '\r' || c == '\t' ? 2 : 6;
            } else if (c < 0x80) {
                octets += c == '"' || c == '\\' ? 2 : 1;
            } else {
                octets += c < 0x800 ? 2 : 3;
            }
        }
        return octets;
    }

    private static long schema(Schema schema) {
        long octets = (long) SCHEMA_FRAMING + length(schema.name()) + length(schema.doc());
        return switch (schema.type()) {
            case STRUCT ->
                octets
                        + schema.fields().stream()
                                .mapToLong(field -> field.name().length() + schema(field.schema()))
                                .sum();
            case ARRAY -> octets + schema(schema.valueSchema());
            default -> octets;
        };
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
