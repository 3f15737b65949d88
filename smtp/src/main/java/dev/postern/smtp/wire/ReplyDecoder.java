package dev.postern.smtp.wire;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a server into replies (RFC 5321 §4.2.1).
 *
 * <p>Strict about the framing: lines end in CRLF, all lines of a reply have one code. Lenient about the text: it may be missing,
 * and octets beyond printable US-ASCII become question marks.
 */
public final class ReplyDecoder {
    private static final int MAX_LINE = 2048;
    private static final int MAX_CHALLENGE = 12_288; // RFC 4954 §4
    private static final int MAX_LINES = 256;
    private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: (.*)|)");

    private final List<String> lines = new ArrayList<>();
    private int code;
    private @Nullable EnhancedCode enhanced;

    /**
     * The next reply in the buffer, whose reader index moves behind each complete line; null if its last line has not come.
     *
     * @throws ProtocolException if what came is no reply; then the connection must be closed
     */
    public @Nullable Reply next(ByteBuf in) throws ProtocolException {
        while (true) {
            String line = line(in);
            if (line == null) {
                return null;
            }
            if (take(line)) {
                Reply reply = new Reply(code, enhanced, lines);
                lines.clear();
                enhanced = null;
                return reply;
            }
        }
    }

    private static @Nullable String line(ByteBuf in) throws ProtocolException {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int special = Octets.indexOfLineBreakOrNul(in, start, end);
        int longest = isChallenge(in, start, end) ? MAX_CHALLENGE : MAX_LINE;
        if ((special < 0 ? end : special) - start > longest) {
            throw new ProtocolException("a line of a reply is longer than " + longest + " octets");
        }
        if (special < 0 || (in.getByte(special) == '\r' && special + 1 == end)) {
            return null;
        }
        if (in.getByte(special) != '\r' || in.getByte(special + 1) != '\n') {
            throw new ProtocolException("a reply holds a bare CR, a bare LF or a NUL");
        }
        String line = in.toString(start, special - start, StandardCharsets.ISO_8859_1);
        in.readerIndex(special + 2);
        return line;
    }

    private static boolean isChallenge(ByteBuf in, int start, int end) {
        return end - start >= 3
                && in.getByte(start) == '3'
                && in.getByte(start + 1) == '3'
                && in.getByte(start + 2) == '4';
    }

    /** Takes one line; true if it is the last of its reply. */
    private boolean take(String line) throws ProtocolException {
        int lineCode = code(line);
        if (lines.isEmpty()) {
            code = lineCode;
        } else if (lineCode != code) {
            throw new ProtocolException("one reply has the codes " + code + " and " + lineCode);
        }
        if (lines.size() == MAX_LINES) {
            throw new ProtocolException("a reply has more than " + MAX_LINES + " lines");
        }
        lines.add(text(line.length() > 4 ? printable(line.substring(4)) : ""));
        return line.length() == 3 || line.charAt(3) == ' ';
    }

    private static int code(String line) throws ProtocolException {
        boolean wellFormed = line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2))
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
        if (!wellFormed) {
            throw new ProtocolException("not a reply: " + printable(line.substring(0, Math.min(80, line.length()))));
        }
        return Integer.parseInt(line.substring(0, 3));
    }

    // RFC 2034 §4: the enhanced code stands on each line; it is no part of the text, and counts only if its class
    // agrees
    private String text(String text) {
        Matcher matcher = ENHANCED.matcher(text);
        if (!matcher.matches() || text.charAt(0) - '0' != code / 100) {
            return text;
        }
        enhanced = enhanced == null ? lenient(matcher.group(1)) : enhanced;
        String rest = matcher.group(2);
        return rest == null ? "" : rest;
    }

    private static EnhancedCode lenient(String text) {
        int first = text.indexOf('.');
        int second = text.lastIndexOf('.');
        return new EnhancedCode(
                text.charAt(0) - '0',
                Integer.parseInt(text.substring(first + 1, second)),
                Integer.parseInt(text.substring(second + 1)));
    }

    private static String printable(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                safe = safe == null ? new StringBuilder(text) : safe;
                safe.setCharAt(i, '?');
            }
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
