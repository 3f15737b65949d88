package dev.postern.mail.signature;

import java.nio.charset.StandardCharsets;

/** A header field as it stands in a mail; a character stands for an octet. */
public final class HeaderField {
    private final String name;
    private final byte[] octets;
    private final int start;
    private final int from;
    private final int to;

    /**
     * @param name in lower case, without white space
     * @param octets which hold the field from the start on, its value in {@code [from, to)}, and don't change
     */
    HeaderField(String name, byte[] octets, int start, int from, int to) {
        this.name = name;
        this.octets = octets;
        this.start = start;
        this.from = from;
        this.to = to;
    }

    /** @param text of all of the field; a line end at its end is none of its */
    public static HeaderField of(String name, String text) {
        int end = text.endsWith("\r\n") ? text.length() - 2 : text.length() - (text.endsWith("\n") ? 1 : 0);
        byte[] called = name.getBytes(StandardCharsets.ISO_8859_1);
        return new HeaderField(
                FieldNames.lowerCase(called, 0, called.length),
                text.getBytes(StandardCharsets.ISO_8859_1),
                0,
                text.indexOf(':') + 1,
                end);
    }

    /** The same field without a stretch of its value. */
    HeaderField without(int begin, int end) {
        byte[] rest = new byte[to - start - (end - begin)];
        int kept = from + begin - start;
        System.arraycopy(octets, start, rest, 0, kept);
        System.arraycopy(octets, from + end, rest, kept, rest.length - kept);
        return new HeaderField(name, rest, 0, from - start, rest.length);
    }

    /** In lower case, without white space. */
    public String name() {
        return name;
    }

    /** What stands behind the colon, without the line end at its end. Made anew for each call. */
    public String value() {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** What holds the name and a colon in {@code [start, from)} and the value in {@code [from, to)}; not a copy. */
    byte[] octets() {
        return octets;
    }

    int start() {
        return start;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
