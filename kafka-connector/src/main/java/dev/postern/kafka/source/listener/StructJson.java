package dev.postern.kafka.source.listener;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A struct as JSON, for connectors whose converter takes octets; times are in milliseconds since 1970, as Connect's own converter writes them. */
final class StructJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private StructJson() {}

    static byte[] of(Struct struct) {
        try {
            return JSON.writeValueAsBytes(plain(struct));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts, numbers and times can be written", e);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), plain(struct.get(field)));
            }
            return fields;
        }
        return value instanceof List<?> list
                ? list.stream().map(StructJson::plain).toList()
                : value;
    }
}
