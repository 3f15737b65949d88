package dev.postern.mail.mime;

import dev.postern.mail.ContentLimitException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a header that say what a part is (RFC 2045 §3, RFC 2183); of one that is there twice, the first. Lines that belong to no
 * field are passed over, as most readers do. A character stands for an octet.
 */
final class PartFields {
    private static final String SUBJECT = "subject"; // for people, who read no more of it than its start
    private static final Set<String> TOLD =
            Set.of("content-type", "content-disposition", "content-transfer-encoding", "content-id", SUBJECT);
    private static final int LONGEST_NAME = 78;
    private static final int LONGEST_FIELD = 8 << 10; // the parser of parameters takes time by the square of it

    private final Map<String, String> values = new HashMap<>();

    private final Excess excess;

    private PartFields(Excess excess) {
        this.excess = excess;
    }

    /**
     * Reads a header.
     *
     * @param octets lines that end with CRLF
     * @param excess decides on a field that is so long that nobody reads it
     * @throws ContentLimitException if one of these fields is so long that nobody reads it
     */
    static PartFields read(byte[] octets, Excess excess) throws ContentLimitException {
        PartFields fields = new PartFields(excess);
        String header = new String(octets, StandardCharsets.ISO_8859_1);
        int start = 0;
        while (start < header.length()) {
            int end = endOfField(header, start);
            fields.take(header, start, end);
            start = end;
        }
        return fields;
    }

    /** What stands behind the colon, unfolded; or null. */
    @Nullable
    String value(String lowerCaseName) {
        return values.get(lowerCaseName);
    }

    // RFC 5322 §2.2.3: a line that starts with white space continues the one before
    private static int endOfField(String header, int start) {
        int from = start;
        while (true) {
            int lineEnd = header.indexOf("\r\n", from);
            if (lineEnd < 0) {
                return header.length();
            }
            from = lineEnd + 2;
            if (from == header.length() || !isBlank(header.charAt(from))) {
                return from;
            }
        }
    }

    private void take(String header, int start, int end) throws ContentLimitException {
        int colon = colon(header, start, Math.min(end, start + LONGEST_NAME));
        if (colon < 0) {
            return;
        }
        String name = header.substring(start, colon).stripTrailing().toLowerCase(Locale.ROOT);
        if (!TOLD.contains(name)) {
            return;
        }
        boolean tooLong = end - colon > LONGEST_FIELD;
        if (tooLong && !name.equals(SUBJECT)) {
            excess.of(
                    Cut.HEADER,
                    "a field of a header that says what a part is is longer than " + LONGEST_FIELD + " octets");
            return;
        }
        String value = header.substring(colon + 1, tooLong ? colon + LONGEST_FIELD : end);
        values.putIfAbsent(name, value.replace("\r\n", "").strip());
    }

    private static int colon(String header, int start, int end) {
        for (int i = start; i < end; i++) {
            if (header.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
