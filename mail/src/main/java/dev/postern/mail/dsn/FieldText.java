package dev.postern.mail.dsn;

import java.util.Locale;

/** Brings text from anywhere into the fields and lines of a notification: no text can end a line, hide another or make it too long. */
final class FieldText {
    /** RFC 5322 §2.1.1 recommends 78. */
    static final int WIDTH = 76;

    /** So that a line, with all that may stand before a word, stays within the 998 of RFC 5322 §2.1.1. */
    private static final int LONGEST_WORD = 200;

    private static final String CUT = " [...]";

    private FieldText() {}

    /**
     * One line of words, single spaces between them. What is no printable character, and with {@code ascii} what is not US-ASCII, stands as
     * its number: <code>&#92;x{E9}</code>, as RFC 6533 §3 writes characters.
     *
     * @param limit after how many characters the rest is left out
     */
    static String line(String text, boolean ascii, int limit) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), limit) + CUT.length());
        int word = 0;
        boolean blank = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (isBlank(c)) {
                blank = true;
                continue;
            }
            if (line.length() >= limit) {
                return line.append(CUT).toString();
            }
            if (word >= LONGEST_WORD || (blank && line.length() > 0)) {
                line.append(' ');
                word = 0;
            }
            blank = false;
            int before = line.length();
            append(line, c, ascii);
            word += line.length() - before;
        }
        return line.toString();
    }

    /** A field with its line end, folded at spaces (RFC 5322 §2.2.3). */
    static String field(String name, String line) {
        StringBuilder field = new StringBuilder(name).append(':');
        int column = field.length();
        for (String word : line.split(" ", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            if (column + 1 + word.length() > WIDTH && column > name.length() + 1) {
                field.append("\r\n");
                column = 0;
            }
            field.append(' ').append(word);
            column += 1 + word.length();
        }
        return field.append("\r\n").toString();
    }

    /** Lines with this indentation, parted at spaces, each ended by CRLF. */
    static String paragraph(String indentation, String line) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : line.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                lines.append("\r\n");
                column = 0;
            }
            lines.append(column == 0 ? indentation : " ").append(word);
            column += (column == 0 ? indentation.length() : 1) + word.length();
        }
        return lines.append("\r\n").toString();
    }

    /** Whether all of it may stand in a field as it is. */
    static boolean isPrintable(String text, boolean ascii) {
        return text.codePoints().allMatch(c -> c == ' ' || isShown(c, ascii));
    }

    private static void append(StringBuilder line, int c, boolean ascii) {
        if (isShown(c, ascii)) {
            line.appendCodePoint(c);
        } else {
            line.append("\\x{")
                    .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                    .append('}');
        }
    }

    private static boolean isBlank(int c) {
        return c <= ' '
                || c == 0x7f
                || (c >= 0x80 && c < 0xa0)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c);
    }

    private static boolean isShown(int c, boolean ascii) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7f;
        }
        return !ascii
                && switch (Character.getType(c)) {
                    // FORMAT: what has no shape or changes the order of others
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE,
                            Character.UNASSIGNED -> false;
                    default -> true;
                };
    }
}
