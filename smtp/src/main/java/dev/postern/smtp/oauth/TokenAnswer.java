package dev.postern.smtp.oauth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.postern.smtp.login.AccessToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint grants (RFC 6749 §5.1).
 *
 * @param token what was asked for
 * @param lifetime how long it is valid from now on
 * @param refreshToken what replaces ours from now on, or null
 */
record TokenAnswer(
        AccessToken token, Duration lifetime, @Nullable String refreshToken) {
    private static final int OK = 200;
    private static final Duration UNTOLD = Duration.ofMinutes(5);
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // RFC 6749 §5.1: a parameter once
            .build();
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]+");
    private static final int LONGEST_TEXT = 300;

    /** @throws IOException if it grants none; the message says what the endpoint says of it (RFC 6749 §5.2), and holds no token */
    static TokenAnswer parse(int status, byte[] body) throws IOException {
        Map<String, String> fields;
        try {
            fields = fields(body);
        } catch (JsonProcessingException e) {
            // without its cause, which shows the text around the fault, where a token may be
            throw new IOException("answers with status " + status + " and no JSON");
        }
        if (status != OK || fields.containsKey("error")) {
            throw new IOException("answers with status " + status + error(fields));
        }
        String type = fields.getOrDefault("token_type", "");
        if (!type.equalsIgnoreCase("bearer")) { // RFC 6749 §7.1: other types must not be used
            throw new IOException("grants a token that is not of the type Bearer");
        }
        try {
            return new TokenAnswer(
                    new AccessToken(fields.getOrDefault("access_token", "")),
                    lifetime(fields.get("expires_in")),
                    fields.get("refresh_token"));
        } catch (IllegalArgumentException e) {
            throw new IOException("grants no token, or one that is " + e.getMessage(), e);
        }
    }

    /** No token. */
    @Override
    public String toString() {
        return "TokenAnswer[" + lifetime + "]";
    }

    private static Duration lifetime(@Nullable String seconds) {
        return seconds != null && SECONDS.matcher(seconds).matches()
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : UNTOLD;
    }

    private static String error(Map<String, String> fields) {
        String error = printable(fields.getOrDefault("error", ""));
        String description = printable(fields.getOrDefault("error_description", ""));
        return (error.isEmpty() ? "" : ": " + error) + (description.isEmpty() ? "" : " (" + description + ")");
    }

    private static String printable(String text) {
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return UNPRINTABLE.matcher(cut).replaceAll(" ").strip();
    }

    /** The strings and numbers of the object. */
    private static Map<String, String> fields(byte[] body) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return fields;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                    fields.put(name, json.getText());
                }
                json.skipChildren();
            }
        }
        return fields;
    }
}
