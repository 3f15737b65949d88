package dev.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields in the header of a message, in their order and octet for octet.
 *
 * <p>The header ends at the empty line, else before the first line that is no part of a field, else where the message does.
 */
public final class HeaderFields {
    private static final int FIRST_BUFFER = 2 << 10;

    private final List<Field> fields;
    private final String rest;
    private final boolean torn;

    private HeaderFields(List<Field> fields, String rest, boolean torn) {
        this.fields = List.copyOf(fields);
        this.rest = rest;
        this.torn = torn;
    }

    /** One field; a character stands for an octet. */
    public static final class Field {
        private final byte[] octets;
        private final int start;
        private final int valueStart;
        private final int valueEnd;
        private final int end;

        private Field(byte[] octets, int start, int colon, int valueEnd, int end) {
            this.octets = octets;
            this.start = start;
            this.valueStart = colon + 1;
            this.valueEnd = valueEnd;
            this.end = end;
        }

        /** What stands before the colon, without white space at its end. Made anew for each call. */
        public String name() {
            return text(octets, start, nameEnd());
        }

        /** Where its name ends, before white space and the colon. */
        public int nameEnd() {
            int end = valueStart - 1;
            while (end > start && Character.isWhitespace(octets[end - 1] & 0xff)) {
                end--;
            }
            return end;
        }

        /** What stands behind the colon up to the line end that ends the field, which it does not hold. Made anew for each call. */
        public String value() {
            return text(octets, valueStart, valueEnd);
        }

        /** Where the field starts, in octets from the start of the message. */
        public int start() {
            return start;
        }

        /** Where its value starts, behind the colon. */
        public int valueStart() {
            return valueStart;
        }

        /** Where its value ends. */
        public int valueEnd() {
            return valueEnd;
        }

        /** Where the field ends, its line end included. */
        public int end() {
            return end;
        }
    }

    private static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads the header from the start of a message, and the empty line behind it; the stream then stands at the body, but for
     * {@link #readAhead}.
     *
     * @param limit the most octets that are read
     * @throws InvalidMailException if the header is longer, or holds a NUL
     * @throws IOException if the message can't be read
     */
    public static HeaderFields read(InputStream in, int limit) throws IOException {
        Reading reading = new Reading();
        byte[] octets = new byte[FIRST_BUFFER];
        int lineStart = 0;
        int size = 0;
        while (true) {
            int octet = in.read();
            if (octet >= 0 && size == limit) {
                throw new InvalidMailException("the header of the message is larger than " + limit + " octets");
            }
            if (octet >= 0) {
                octets = size < octets.length ? octets : Arrays.copyOf(octets, 2 * size);
                octets[size++] = (byte) octet;
            }
            if (octet == 0) {
                throw aNul();
            }
            if (octet < 0 || octet == '\n') {
                if (!reading.take(octets, lineStart, size)) {
                    return reading.end(octets, lineStart, size);
                }
                lineStart = size;
            }
        }
    }

    /**
     * Reads the header at the start of a message.
     *
     * @param octets which don't change any more: fields are read from them when they are asked for
     * @throws InvalidMailException if it holds a NUL
     */
    public static HeaderFields of(byte[] octets) {
        Reading reading = new Reading();
        int lineStart = 0;
        while (true) {
            int lineEnd = lineEnd(octets, lineStart);
            if (!reading.take(octets, lineStart, lineEnd)) {
                return reading.end(octets, lineStart, lineEnd);
            }
            lineStart = lineEnd;
        }
    }

    private static int lineEnd(byte[] octets, int from) {
        int end = OctetScan.indexOfLineFeedOrNul(octets, from, octets.length);
        if (end < octets.length && octets[end] == 0) {
            throw aNul();
        }
        return Math.min(octets.length, end + 1);
    }

    private static InvalidMailException aNul() {
        return new InvalidMailException("the header of the message holds a NUL");
    }

    /** The fields from the top. */
    public List<Field> fields() {
        return fields;
    }

    /** What was read of the body already, where no empty line stands before it; a character stands for an octet. */
    public String readAhead() {
        return rest;
    }

    /** Whether the last field ends without a line end, as only the end of a message leaves it. */
    boolean isTorn() {
        return torn;
    }

    /** Where the last field ends. */
    int end() {
        return fields.isEmpty() ? 0 : fields.get(fields.size() - 1).end();
    }

    /** Gathers fields line by line, of octets that stay where they are. */
    private static final class Reading {
        private final List<Field> fields = new ArrayList<>();
        private int start;
        private int colon = -1;

        /** Whether the line belongs to the header. */
        boolean take(byte[] octets, int from, int to) {
            if (from < to && (octets[from] == ' ' || octets[from] == '\t')) { // RFC 5322 §2.2.3
                return colon > 0;
            }
            int found = colonIn(octets, from, to);
            if (found <= from) {
                return false;
            }
            closeField(octets, from);
            start = from;
            colon = found;
            return true;
        }

        /** @param from where the line starts that does not belong to the header */
        HeaderFields end(byte[] octets, int from, int to) {
            boolean torn = colon > 0 && octets[from - 1] != '\n';
            closeField(octets, from);
            boolean empty = to - from <= 2 && to - from == lineEnd(octets, from, to);
            return new HeaderFields(fields, empty ? "" : text(octets, from, to), torn);
        }

        private void closeField(byte[] octets, int end) {
            if (colon > 0) {
                fields.add(new Field(octets, start, colon, end - lineEnd(octets, colon + 1, end), end));
                colon = -1;
            }
        }

        /** How many octets the line end has that stands at the end; there may be none. */
        private static int lineEnd(byte[] octets, int from, int to) {
            if (to == from || octets[to - 1] != '\n') {
                return 0;
            }
            return to - 1 > from && octets[to - 2] == '\r' ? 2 : 1;
        }

        private static int colonIn(byte[] octets, int from, int to) {
            for (int i = from; i < to; i++) {
                if (octets[i] == ':') {
                    return i;
                }
            }
            return -1;
        }
    }
}
