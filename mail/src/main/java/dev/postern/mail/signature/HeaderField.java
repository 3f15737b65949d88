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

    /** Appends the canonical form (RFC 6376 §3.4.1, §3.4.2) without a line end. */
    public void appendTo(StringBuilder target, Canonicalization form) {
        if (form == Canonicalization.SIMPLE) {
            target.append(label).append(':').append(value);
        } else {
            target.append(name).append(':');
            appendUnfolded(target);
        }
    }

    private void appendUnfolded(StringBuilder target) {
        int start = target.length();
        boolean blank = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                blank = true;
            } else if (!isFold(i)) {
                if (blank && target.length() > start) {
                    target.append(' ');
                }
                blank = false;
                target.append(c);
            }
        }
    }

    /** Whether this is the CR or the LF of a line end, behind which white space stands, or the field would end. */
    private boolean isFold(int i) {
        char c = value.charAt(i);
        return c == '\n' || (c == '\r' && i + 1 < value.length() && value.charAt(i + 1) == '\n');
    }
}
