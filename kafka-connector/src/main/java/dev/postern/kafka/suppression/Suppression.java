package dev.postern.kafka.suppression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Why an address gets no mail.
 *
 * @param reason for people; it stands in events
 * @param expires until when, or null: until it is taken off the list
 */
public record Suppression(String reason, @Nullable Instant expires) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST_REASON = 1_000;
    private static final String REASON = "reason";
    private static final String EXPIRES = "expires";

    /**
     * What a record of the list says. Whoever wrote something else meant that the address gets no mail, so that this is what it says.
     */
    static Suppression read(byte[] value) {
        try {
            JsonNode object = JSON.readTree(value);
            JsonNode expires = object.path(EXPIRES);
            return new Suppression(
                    bounded(object.path(REASON).asText("no reason given")),
                    expires.isTextual() ? Instant.parse(expires.asText()) : null);
        } catch (IOException | DateTimeParseException e) {
            return new Suppression(bounded(new String(value, StandardCharsets.UTF_8)), null);
        }
    }

    /** As a record of the list. */
    byte[] write() {
        ObjectNode object = JSON.createObjectNode().put(REASON, reason);
        if (expires != null) {
            object.put(EXPIRES, expires.toString());
        }
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two strings are always JSON", e);
        }
    }

    /** Whether it counts at this time. */
    boolean counts(Instant now) {
        return expires == null || now.isBefore(expires);
    }

    /** Whether it counts at least as long as this one. */
    boolean outlasts(Suppression other) {
        return expires == null || (other.expires != null && !expires.isBefore(other.expires));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
