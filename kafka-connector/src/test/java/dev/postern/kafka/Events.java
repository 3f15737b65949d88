package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topic of events. */
final class Events {
    private Events() {}

    /** The first events of a topic, each in a line, in no order. */
    static List<String> first(int count, String topic) {
        List<String> lines = new ArrayList<>();
        ConnectWorker.cluster().kafka().consume(count, 60_000, topic).forEach(record -> lines.add(line(record)));
        Collections.sort(lines);
        return lines;
    }

    /** When the next attempts are that the first events of a topic tell of. */
    static List<Instant> next(int count, String topic) {
        List<Instant> times = new ArrayList<>();
        ConnectWorker.cluster().kafka().consume(count, 60_000, topic).forEach(record -> {
            JsonNode next = event(record).get("next");
            if (next != null && !next.isNull()) {
                times.add(Instant.ofEpochMilli(next.asLong()));
            }
        });
        return times;
    }

    private static JsonNode event(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new ObjectMapper().readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(ConsumerRecord<byte[], byte[]> record) {
        JsonNode event = event(record);
        assertEquals(event.get("mail").asText(), new String(record.key(), UTF_8));
        assertEquals(
                event.get("event").asText(),
                new String(record.headers().lastHeader("mail.event").value(), UTF_8));
        return event.get("mail").asText() + " " + event.get("recipient").asText() + " attempt "
                + event.get("attempt") + ": " + event.get("event").asText() + " " + event.get("code") + " "
                + event.get("status").asText() + " " + event.get("meaning").asText();
    }
}
