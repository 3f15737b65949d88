package dev.postern.mail.signature;

import java.util.Locale;

/**
 * A header field as it stands in a mail; a character stands for an octet.
 *
 * @param name in lower case, without white space
 * @param label what stands before the colon
 * @param value what stands behind the colon, without the line end at its end
 */
public record HeaderField(String name, String label, String value) {
    /** @param text of all of the field; a line end at its end is none of its */
    public static HeaderField of(String name, String text) {
        int colon = text.indexOf(':');
        int end = text.endsWith("\r\n") ? text.length() - 2 : text.length() - (text.endsWith("\n") ? 1 : 0);
        return new HeaderField(name.toLowerCase(Locale.ROOT), text.substring(0, colon), text.substring(colon + 1, end));
    }

    /** The same field with another value. */
    public HeaderField withValue(String other) {
        return new HeaderField(name, label, other);
    }
}
