package dev.postern.mail.content;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Makes of the name that a stranger gave to a file one that can be shown, and stored in a directory, on any system: without a path, without
 * characters that can't be seen or turn the direction of reading (so that {@code gpj.exe} isn't read as {@code exe.jpg}), at most 255 octets of
 * UTF-8 with its extension kept, and no name that means something else to a system.
 */
public final class FileName {
    private static final int MOST_OCTETS = 255;
    private static final int LONGEST_EXTENSION = 16;
    private static final int MOST_READ = 4_096;

    /** The slash, and what looks like one. */
    private static final String SLASHES = "/\\∕⁄⧸⧵／＼╱╲";

    /** Letters and signs that look like nothing: the fillers of Hangul, and Braille without dots. */
    private static final String BLANKS = "\u115F\u1160\u3164\uFFA0\u2800";

    private static final String NOT_IN_NAMES = "<>:\"|?*";

    // names of devices, whatever their extension
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(?:con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[. ].*)?");

    private FileName() {}

    /**
     * A safe form of a name.
     *
     * @param name as it was sent, decoded
     * @param otherwise the answer where nothing is left of the name; itself safe
     */
    public static String safe(String name, String otherwise) {
        String start = name.length() > MOST_READ ? name.substring(name.length() - MOST_READ) : name;
        String trimmed = trim(Normalizer.normalize(printable(start), Normalizer.Form.NFC));
        String whole = DEVICE.matcher(trimmed).matches() ? "_" + trimmed : trimmed;
        return whole.isEmpty() ? otherwise : shortened(whole);
    }

    /** What stands behind the last slash, blanks in a row as one. */
    private static String printable(String name) {
        StringBuilder seen = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int c = name.codePointAt(i);
            if (SLASHES.indexOf(c) >= 0) {
                seen.setLength(0);
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c) || BLANKS.indexOf(c) >= 0) {
                if (seen.length() > 0 && seen.charAt(seen.length() - 1) != ' ') {
                    seen.append(' ');
                }
            } else if (NOT_IN_NAMES.indexOf(c) >= 0) {
                seen.append('_');
            } else if (isSeen(c)) {
                seen.appendCodePoint(c);
            }
        }
        return seen.toString();
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT, // bidi controls and zero widths among them
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Without what hides a file, names a directory, or is cut off by a system. */
    private static String trim(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && (name.charAt(start) == '.' || name.charAt(start) == ' ')) {
            start++;
        }
        while (end > start && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
            end--;
        }
        return name.substring(start, end);
    }

    private static String shortened(String name) {
        if (octets(name) <= MOST_OCTETS) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && octets(name.substring(dot)) <= LONGEST_EXTENSION ? name.substring(dot) : "";
        StringBuilder kept = new StringBuilder();
        int room = MOST_OCTETS - octets(extension);
        for (int i = 0; i < name.length() - extension.length(); i += Character.charCount(name.codePointAt(i))) {
            String character = Character.toString(name.codePointAt(i));
            room -= octets(character);
            if (room < 0) {
                break;
            }
            kept.append(character);
        }
        return trim(kept.toString()) + extension;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
