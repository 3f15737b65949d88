package dev.postern.mail.spf;

import java.util.ArrayList;
import java.util.List;

/** Reads macros (RFC 7208 §7.1). */
final class MacroParser {
    private static final String LETTERS = "slodiphv";
    private static final String LETTERS_OF_EXPLANATIONS = LETTERS + "crt";
    private static final String DELIMITERS = ".-+,/_=";
    private static final int MAX_KEEP = 1_000; // more parts than any value has

    private final String text;
    private final String letters;
    private final char firstLiteral;
    private final List<Macro.Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    /** Where the last macro ended: behind it stands plain text. */
    private int tail;

    private MacroParser(String text, String letters, char firstLiteral) {
        this.text = text;
        this.letters = letters;
        this.firstLiteral = firstLiteral;
    }

    /**
     * The name of whom to ask: domain-spec.
     *
     * @throws MalformedSpfException if it is none
     */
    static Macro domain(String text) {
        MacroParser parser = new MacroParser(text, LETTERS, '!');
        Macro macro = parser.parse();
        if (text.isEmpty() || (parser.tail < text.length() && !endsInTopLabel(text.substring(parser.tail)))) {
            throw new MalformedSpfException("a domain ends neither in a label nor in a macro");
        }
        return macro;
    }

    /**
     * What a modifier says that nobody knows: macro-string.
     *
     * @throws MalformedSpfException if it is none
     */
    static Macro modifier(String text) {
        return new MacroParser(text, LETTERS_OF_EXPLANATIONS, '!').parse();
    }

    /**
     * Why a client was refused: explain-string.
     *
     * @throws MalformedSpfException if it is none
     */
    static Macro explanation(String text) {
        return new MacroParser(text, LETTERS_OF_EXPLANATIONS, ' ').parse();
    }

    private Macro parse() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '%') {
                macro();
                tail = at;
            } else if (c >= firstLiteral && c <= '~') {
                literal.append(c);
            } else {
                throw new MalformedSpfException("a character that may not stand there");
            }
        }
        endLiteral();
        return new Macro(pieces);
    }

    private void macro() {
        switch (next()) {
            case '%' -> literal.append('%');
            case '_' -> literal.append(' ');
            case '-' -> literal.append("%20");
            case '{' -> hole();
            default -> throw new MalformedSpfException("a percent sign that starts no macro");
        }
    }

    private void hole() {
        char letter = next();
        char lower = Character.toLowerCase(letter);
        if (letters.indexOf(lower) < 0) {
            throw new MalformedSpfException("a macro of a letter that is not known there");
        }
        char c = next();
        int keep = 0;
        boolean digits = false;
        for (; c >= '0' && c <= '9'; c = next()) {
            keep = Math.min(MAX_KEEP, keep * 10 + (c - '0'));
            digits = true;
        }
        if (digits && keep == 0) {
            throw new MalformedSpfException("a macro that keeps no part");
        }
        boolean reversed = c == 'r' || c == 'R';
        if (reversed) {
            c = next();
        }
        StringBuilder delimiters = new StringBuilder();
        for (; DELIMITERS.indexOf(c) >= 0; c = next()) {
            if (delimiters.indexOf(String.valueOf(c)) < 0) {
                delimiters.append(c);
            }
        }
        if (c != '}') {
            throw new MalformedSpfException("a macro without its end");
        }
        endLiteral();
        pieces.add(new Macro.Hole(lower, letter != lower, keep, reversed, delimiters.toString()));
    }

    private char next() {
        if (at == text.length()) {
            throw new MalformedSpfException("a macro without its end");
        }
        return text.charAt(at++);
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            pieces.add(new Macro.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    // RFC 7208 §7.1: domain-end is "." toplabel [ "." ], and a toplabel has a letter or a hyphen inside
    private static boolean endsInTopLabel(String tail) {
        int end = tail.endsWith(".") ? tail.length() - 1 : tail.length();
        int dot = tail.lastIndexOf('.', end - 1);
        if (dot < 0 || dot + 1 >= end) {
            return false;
        }
        String label = tail.substring(dot + 1, end);
        boolean plain = label.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-');
        boolean number = label.chars().allMatch(MacroParser::isDigit);
        return plain && !number && label.charAt(0) != '-' && !label.endsWith("-");
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
