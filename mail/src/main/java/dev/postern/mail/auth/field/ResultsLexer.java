package dev.postern.mail.auth.field;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes a field apart into words; comments and white space between them are skipped (RFC 5322 §3.2.2). A character stands for an octet. */
final class ResultsLexer {
    /** RFC 2045 §5.1 */
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";

    private final String text;
    private int position;

    ResultsLexer(String text) {
        this.text = text;
    }

    /** Whether only comments and white space are left. */
    boolean atEnd() {
        skipBlanks();
        return position == text.length();
    }

    /** Takes this character where it is the next one. */
    boolean take(char c) {
        if (!atEnd() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    /** Whether a semicolon is next. */
    boolean isSemicolonNext() {
        return !atEnd() && text.charAt(position) == ';';
    }

    /** Whether a word is next that begins with a digit. */
    boolean isNumberNext() {
        return !atEnd() && isDigit(text.charAt(position));
    }

    /** The next word, of the letters of keywords, in lower case. */
    String keyword() {
        String word = run(Kind.KEYWORD);
        if (word.isEmpty()) {
            throw new MalformedResultsException("a word is missing");
        }
        return word.toLowerCase(Locale.ROOT);
    }

    /** A token or quoted string (RFC 2045 §5.1). */
    String value() {
        String quoted = quoted();
        String value = quoted == null ? utf8(run(Kind.TOKEN)) : quoted;
        if (value.isEmpty()) {
            throw new MalformedResultsException("a value is missing");
        }
        return value;
    }

    /** The value of a property: also an address, and what programs write without the quotes that it needs; may be empty. */
    String propertyValue() {
        String quoted = quoted();
        if (quoted == null) {
            return utf8(run(Kind.LOOSE));
        }
        boolean localPart = position < text.length() && text.charAt(position) == '@';
        return localPart ? '"' + quoted + '"' + utf8(run(Kind.LOOSE)) : quoted;
    }

    private enum Kind {
        KEYWORD,
        TOKEN,
        LOOSE;

        boolean takes(char c) {
            return switch (this) {
                case KEYWORD -> Keyword.isPart(c);
                case TOKEN -> c > ' ' && c != 0x7f && TSPECIALS.indexOf(c) < 0;
                case LOOSE -> c > ' ' && c != 0x7f && "();\\\"".indexOf(c) < 0;
            };
        }
    }

    private String run(Kind kind) {
        skipBlanks();
        int start = position;
        while (position < text.length() && kind.takes(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** What is in the quotes that are next; null if there are none. */
    private @Nullable String quoted() {
        if (!take('"')) {
            return null;
        }
        StringBuilder content = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return utf8(content.toString());
            }
            if (c == '\\' && position < text.length()) {
                c = text.charAt(position++);
            }
            if (c != '\r' && c != '\n') { // folded
                content.append(c);
            }
        }
        throw new MalformedResultsException("a quoted string without its end");
    }

    private void skipBlanks() {
        int depth = 0;
        for (; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '(') {
                depth++;
            } else if (depth > 0 && c == ')') {
                depth--;
            } else if (depth > 0 && c == '\\') {
                position = Math.min(position + 1, text.length() - 1);
            } else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return;
            }
        }
        if (depth > 0) {
            throw new MalformedResultsException("a comment without its end");
        }
    }

    private static String utf8(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedResultsException("octets that are no UTF-8");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
