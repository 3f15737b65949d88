package dev.postern.mail.mime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.util.MimeParameterMapping;
import org.jspecify.annotations.Nullable;

/**
 * A value with parameters, put together and decoded (RFC 2045 §5.1, RFC 2231). Of a parameter that is there twice the encoded one counts,
 * else the first.
 *
 * @param value in lower case
 * @param parameters by their names in lower case
 */
record Parameterized(String value, Map<String, String> parameters) {
    private static final Parameterized NOTHING = new Parameterized("", Map.of());

    /** @param text what stands in the field, a character for an octet; null for a field that is not there */
    static Parameterized parse(@Nullable String text) {
        if (text == null) {
            return NOTHING;
        }
        FieldBody body = FieldBody.parse(text);
        MimeParameterMapping decoded = new MimeParameterMapping();
        inOrder(body.parameters()).forEach(each -> decoded.addParameter(each.getName(), value(each)));
        Map<String, String> parameters = new HashMap<>();
        decoded.getParameters().forEach((name, value) -> {
            if (value != null) { // mime4j knows parameters without
                parameters.put(name, FieldBody.shown(value));
            }
        });
        return new Parameterized(body.value().strip().toLowerCase(Locale.ROOT), Map.copyOf(parameters));
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    private static @Nullable String value(NameValuePair parameter) {
        String value = parameter.getValue();
        return value == null ? null : FieldBody.hidden(inKnownCharset(parameter.getName(), value));
    }

    // RFC 2231 §4: charset'language'text; of one that nobody knows UTF-8 is the best guess
    private static String inKnownCharset(String name, String value) {
        int end = name.endsWith("*") ? value.indexOf('\'') : -1;
        boolean unknown = end > 0 && KnownCharsets.named(value.substring(0, end)) == null;
        return unknown ? "utf-8" + value.substring(end) : value;
    }

    // RFC 2231 §3: the pieces of a value may come in any order; the mapping takes them as they come
    private static List<NameValuePair> inOrder(List<NameValuePair> parameters) {
        List<NameValuePair> inOrder = new ArrayList<>(parameters);
        inOrder.sort(Comparator.comparingInt(each -> piece(each.getName())));
        return inOrder;
    }

    private static int piece(String name) {
        int star = name.indexOf('*');
        int number = 0;
        for (int i = star + 1; star >= 0 && i < name.length() && number < 10_000; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                break;
            }
            number = 10 * number + c - '0';
        }
        return number;
    }
}
