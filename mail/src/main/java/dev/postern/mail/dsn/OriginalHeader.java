package dev.postern.mail.dsn;

import dev.postern.mail.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/**
 * The header of the mail that a notification is about, octet for octet. Of a header without end it is only the start, and a field
 * without end is left out.
 */
final class OriginalHeader {
    private static final int MOST_READ = 256 * 1024;
    private static final int MOST_KEPT = 64 * 1024;
    private static final int LONGEST_FIELD = 16 * 1024;
    private static final int LONGEST_DECODED = 2_000;
    private static final int LONGEST_SHOWN = 300;

    // RFC 5322 §3.6.4, without what may stand around it; long enough for every real one, short enough for a line
    private static final Pattern MESSAGE_ID = Pattern.compile("\\s*(<[!-;=?A-~]{1,250}@[!-;=?A-~]{1,250}>)\\s*");

    private final byte[] octets;
    private final String text;

    private OriginalHeader(byte[] octets) {
        this.octets = octets;
        this.text = new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** @throws IOException if the message can't be read */
    static OriginalHeader read(Message message) throws IOException {
        byte[] start;
        try (InputStream in = message.open()) {
            start = in.readNBytes(MOST_READ);
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int from = 0;
        while (from < start.length && !isLineEnd(start, from)) {
            int to = endOfField(start, from);
            boolean whole = to < start.length || start.length < MOST_READ;
            if (whole && to - from <= LONGEST_FIELD && kept.size() + to - from <= MOST_KEPT) {
                kept.write(start, from, to - from);
            }
            from = to;
        }
        return new OriginalHeader(kept.toByteArray());
    }

    /** The fields, the empty line behind them not included. */
    byte[] octets() {
        return octets;
    }

    /** Whether it is of US-ASCII alone. */
    boolean isAscii() {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Whether it is UTF-8. */
    boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The Message-ID with its brackets, or null if there is none that could be repeated. */
    @Nullable
    String messageId() {
        String value = value("Message-ID");
        Matcher matcher = value == null ? null : MESSAGE_ID.matcher(value);
        return matcher != null && matcher.matches() ? matcher.group(1) : null;
    }

    /** What a field says, on one line for people to read; null if it is not there or says nothing. */
    @Nullable
    String shown(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        String unfolded =
                value.substring(0, Math.min(value.length(), LONGEST_DECODED)).replaceAll("[\r\n]", "");
        String utf8 = new String(unfolded.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String line = FieldText.line(DecoderUtil.decodeEncodedWords(utf8, DecodeMonitor.SILENT), false, LONGEST_SHOWN);
        return line.isEmpty() ? null : line;
    }

    private @Nullable String value(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        int from = 0;
        while (from < octets.length) {
            int to = endOfField(octets, from);
            if (text.regionMatches(true, from, start, 0, start.length())) {
                return text.substring(from + start.length(), to);
            }
            from = to;
        }
        return null;
    }

    /** Behind the line end that no white space follows (RFC 5322 §2.2.3), else where the octets end. */
    private static int endOfField(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            boolean continued = i + 1 < octets.length && (octets[i + 1] == ' ' || octets[i + 1] == '\t');
            if (octets[i] == '\n' && !continued) {
                return i + 1;
            }
        }
        return octets.length;
    }

    private static boolean isLineEnd(byte[] octets, int at) {
        return octets[at] == '\n' || (octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n');
    }
}
