package dev.postern.mail.mime;

import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.stream.NameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * What the field Content-Type says, as far as it matters here (RFC 2045 §5).
 *
 * @param type in lower case
 * @param subtype in lower case
 * @param boundary of a multipart, or null where it names none
 * @param charset whether one is named
 */
record MediaType(String type, String subtype, @Nullable String boundary, boolean charset) {
    /** What a part is that says nothing (RFC 2045 §5.2). */
    static final MediaType TEXT = new MediaType("text", "plain", null, false);

    /** What a part of multipart/digest is that says nothing (RFC 2046 §5.1.5). */
    static final MediaType MESSAGE = new MediaType("message", "rfc822", null, false);

    private static final int LONGEST_FIELD = 4096;
    private static final int LONGEST_BOUNDARY = 70; // RFC 2046 §5.1.1

    /**
     * Reads the value of the field; what is none of a type and a subtype counts as {@link #TEXT}.
     *
     * @throws Unconvertible if it is so long that nobody reads it, or has a boundary that readers may take in different ways
     */
    static MediaType parse(String value) throws Unconvertible {
        if (value.length() > LONGEST_FIELD) { // the parser takes time by the square of it
            throw Unconvertible.because("a field Content-Type is longer than " + LONGEST_FIELD + " octets");
        }
        FieldBody body = FieldBody.parse(value);
        String name = body.value().toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        if (slash <= 0 || slash == name.length() - 1 || name.indexOf('/', slash + 1) >= 0) {
            return TEXT;
        }
        String type = name.substring(0, slash).strip();
        String boundary = type.equals("multipart") ? boundary(body.parameters()) : null;
        boolean charset = body.parameters().stream().anyMatch(parameter -> isNamed("charset", parameter));
        return new MediaType(type, name.substring(slash + 1).strip(), boundary, charset);
    }

    private static @Nullable String boundary(List<NameValuePair> parameters) throws Unconvertible {
        List<NameValuePair> named = parameters.stream()
                .filter(parameter -> isNamed("boundary", parameter))
                .toList();
        if (named.isEmpty()) {
            return null;
        }
        String value = named.get(0).getValue();
        boolean clear = named.size() == 1
                && named.get(0).getName().equalsIgnoreCase("boundary")
                && value != null
                && !value.isBlank()
                && value.length() <= LONGEST_BOUNDARY;
        if (!clear) {
            throw Unconvertible.because("the boundary of a multipart is not one of 1 to 70 characters");
        }
        return value.stripTrailing();
    }

    /** Also in the pieces and with the encoding of RFC 2231. */
    private static boolean isNamed(String name, NameValuePair parameter) {
        String actual = parameter.getName().toLowerCase(Locale.ROOT);
        return actual.equals(name) || actual.startsWith(name + "*");
    }

    boolean isMultipart() {
        return type.equals("multipart");
    }

    boolean is(String otherType, String otherSubtype) {
        return type.equals(otherType) && subtype.equals(otherSubtype);
    }
}
