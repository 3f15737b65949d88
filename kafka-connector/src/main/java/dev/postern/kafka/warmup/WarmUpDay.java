package dev.postern.kafka.warmup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What one sender has taken of a day.
 *
 * @param day in UTC
 * @param number which day of the warm-up it is, from 1
 * @param mails that it has sent, or may send; from 0
 */
record WarmUpDay(LocalDate day, int number, long mails) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST = 200;
    private static final String DAY = "day";
    private static final String NUMBER = "number";
    private static final String MAILS = "mails";

    /** @throws IllegalArgumentException if the value is none; the message says what it should be */
    static WarmUpDay read(byte[] value) {
        try {
            JsonNode object = JSON.readTree(value.length > LONGEST ? new byte[0] : value);
            JsonNode number = object.path(NUMBER);
            JsonNode mails = object.path(MAILS);
            LocalDate day = LocalDate.parse(object.path(DAY).asText());
            if (number.canConvertToInt()
                    && number.intValue() >= 1
                    && mails.canConvertToLong()
                    && mails.longValue() >= 0) {
                return new WarmUpDay(day, number.intValue(), mails.longValue());
            }
        } catch (IOException | DateTimeParseException e) {
            throw none(e);
        }
        throw none(null);
    }

    private static IllegalArgumentException none(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "a day is a JSON object such as {\"day\":\"2026-01-31\",\"number\":1,\"mails\":20}", cause);
    }

    /** As a record has it. */
    byte[] write() {
        try {
            return JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put(DAY, day.toString())
                    .put(NUMBER, number)
                    .put(MAILS, mails));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string and two numbers are always JSON", e);
        }
    }
}
