package dev.postern.smtp.login;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a server refuses a token: a JSON object with status and scope (RFC 7628 §3.2.2). */
final class BearerRefusal {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,200}");

    private BearerRefusal() {}

    /** In printable words, for the log; a challenge that says nothing of it is no fault, as the reply will. */
    static String describe(byte[] challenge) {
        String status = "no reason";
        String scope = null;
        try (JsonParser json = JSON.createParser(challenge)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    String value = value(json);
                    status = name.equals("status") && value != null ? value : status;
                    scope = name.equals("scope") && value != null ? value : scope;
                }
            }
        } catch (IOException e) {
            return status;
        }
        return scope == null ? status : status + ", scope " + scope;
    }

    private static @Nullable String value(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        String text = token != null && token.isScalarValue() ? json.getText() : null;
        json.skipChildren();
        return text != null && PRINTABLE.matcher(text).matches() ? text : null;
    }
}
