package dev.postern.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields in the header of a message, in their order and octet for octet.
 *
 * <p>The header ends at the empty line, else before the first line that is no part of a field, else where the message does.
 */
public final class HeaderFields {
    private final List<Field> fields;
    private final String rest;
    private final boolean torn;

    private HeaderFields(List<Field> fields, String rest, boolean torn) {
        this.fields = List.copyOf(fields);
        this.rest = rest;
        this.torn = torn;
    }

    /**
     * One field; a character stands for an octet.
     *
     * @param name what stands before the colon, without white space at its end
     * @param value what stands behind the colon up to the line end that ends the field, which it does not hold
     * @param start of the field, in octets from the start of the message
     * @param end of the field, its line end included
     */
    public record Field(String name, String value, int start, int end) {}

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
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int size = 0; ; size++) {
            int octet = in.read();
            if (octet >= 0 && size == limit) {
                throw new InvalidMailException("the header of the message is larger than " + limit + " octets");
            }
            if (octet == 0) {
                throw new InvalidMailException("the header of the message holds a NUL");
            }
            if (octet >= 0) {
                line.write(octet);
            }
            if (octet < 0 || octet == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                line.reset();
                if (text.isEmpty() || text.equals("\r\n") || text.equals("\n")) {
                    return reading.end("");
                }
                if (!reading.take(text)) {
                    return reading.end(text);
                }
            }
        }
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

    /** Gathers fields line by line. */
    private static final class Reading {
        private final List<Field> fields = new ArrayList<>();
        private @Nullable StringBuilder open;
        private int start;
        private int position;
        private boolean torn;

        /** Whether the line belongs to the header. */
        boolean take(String line) {
            boolean continuation = line.startsWith(" ") || line.startsWith("\t"); // RFC 5322 §2.2.3
            if (continuation && open != null) {
                open.append(line);
            } else if (!continuation && line.indexOf(':') > 0) {
                closeField();
                open = new StringBuilder(line);
            } else {
                return false;
            }
            position += line.length();
            return true;
        }

        HeaderFields end(String rest) {
            closeField();
            return new HeaderFields(fields, rest, torn);
        }

        private void closeField() {
            if (open != null) {
                String text = open.toString();
                int colon = text.indexOf(':');
                String value = text.substring(colon + 1);
                int end = value.endsWith("\r\n") ? 2 : value.endsWith("\n") ? 1 : 0;
                torn = end == 0;
                fields.add(new Field(
                        text.substring(0, colon).stripTrailing(),
                        value.substring(0, value.length() - end),
                        start,
                        position));
                open = null;
            }
            start = position;
        }
    }
}
