package dev.postern.mail.signature;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A header field as it stands in a mail; a character stands for an octet. */
public final class HeaderField {
    private final String name;
    private final String label;
    private final byte[] octets;
    private final int from;
    private final int to;

    /** @param octets which hold the value in {@code [from, to)}, and don't change */
    HeaderField(String name, String label, byte[] octets, int from, int to) {
        this.name = name.toLowerCase(Locale.ROOT);
        this.label = label;
        this.octets = octets;
        this.from = from;
        this.to = to;
    }

    /** @param text of all of the field; a line end at its end is none of its */
    public static HeaderField of(String name, String text) {
        int colon = text.indexOf(':');
        int end = text.endsWith("\r\n") ? text.length() - 2 : text.length() - (text.endsWith("\n") ? 1 : 0);
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return new HeaderField(name, text.substring(0, colon), octets, colon + 1, end);
    }

    /** The same field without a stretch of its value. */
    HeaderField without(int start, int end) {
        byte[] rest = new byte[to - from - (end - start)];
        System.arraycopy(octets, from, rest, 0, start);
        System.arraycopy(octets, from + end, rest, start, rest.length - start);
        return new HeaderField(name, label, rest, 0, rest.length);
    }

    /** In lower case, without white space. */
    public String name() {
        return name;
    }

    /** What stands before the colon. */
    public String label() {
        return label;
    }

    /** What stands behind the colon, without the line end at its end. Made anew for each call. */
    public String value() {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** What holds the value in {@code [from, to)}; not a copy. */
    byte[] octets() {
        return octets;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
