package dev.postern.mail.mime;

import org.jspecify.annotations.Nullable;

/**
 * A line that delimits parts (RFC 2046 §5.1.1): a boundary of an open multipart and nothing else but blanks; the innermost one counts.
 *
 * @param depth of the multipart among those that are open
 * @param closing whether no part follows
 */
record Delimiter(int depth, boolean closing) {
    /** The boundaries of what is open, from the outermost. */
    interface Boundaries {
        /** The boundary of the multipart at this depth, or null where no delimiter of it can follow. */
        @Nullable
        String at(int depth);
    }

    /** The delimiter that this line is, or null. */
    static @Nullable Delimiter in(Lines lines, int depths, Boundaries boundaries) {
        byte[] octets = lines.octets();
        int from = lines.from();
        if (!lines.startsLine() || !lines.completesLine() || lines.to() - from < 3) {
            return null;
        }
        if (octets[from] != '-' || octets[from + 1] != '-') {
            return null;
        }
        for (int depth = depths - 1; depth >= 0; depth--) {
            String boundary = boundaries.at(depth);
            if (boundary != null && startsWith(boundary, lines)) {
                int rest = from + 2 + boundary.length();
                boolean closing = rest + 1 < lines.to() && octets[rest] == '-' && octets[rest + 1] == '-';
                if (isBlank(closing ? rest + 2 : rest, lines)) {
                    return new Delimiter(depth, closing);
                }
            }
        }
        return null;
    }

    private static boolean startsWith(String boundary, Lines lines) {
        int from = lines.from() + 2;
        if (lines.to() - from < boundary.length()) {
            return false;
        }
        for (int i = 0; i < boundary.length(); i++) {
            if ((lines.octets()[from + i] & 0xff) != boundary.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(int from, Lines lines) {
        for (int i = from; i < lines.to(); i++) {
            if (lines.octets()[i] != ' ' && lines.octets()[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
