package dev.postern.jca.method;

import com.google.re2j.Pattern;

/**
 * A piece of a pattern.
 *
 * @param kind what it stands for
 * @param text a literal, or the name of a placeholder
 */
record Piece(Kind kind, String text) {
    enum Kind {
        LITERAL,
        /** Any number of characters. */
        ANY,
        /** One or more. */
        TEXT,
        /** One or more digits. */
        NUMBER
    }

    boolean isPlaceholder() {
        return kind == Kind.TEXT || kind == Kind.NUMBER;
    }

    /** As a regular expression. */
    String expression(boolean address) {
        String any = address ? "[^@]" : ".";
        return switch (kind) {
            case LITERAL -> Pattern.quote(text);
            case ANY -> any + "*?";
            case TEXT -> "(" + any + "+?)";
            case NUMBER -> "([0-9]{1,19})";
        };
    }
}
