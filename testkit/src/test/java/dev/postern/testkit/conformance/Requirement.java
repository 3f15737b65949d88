package dev.postern.testkit.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code docs/rfc.tsv}.
 *
 * @param key number and section of the RFC, such as {@code 5321#4.1.4}; a letter behind it tells several requirements of a section apart
 * @param text what is required, in our own words
 * @param level how strongly
 * @param met whether Postern does it
 * @param note why it does not, or what else there is to know; may be empty
 */
record Requirement(String key, String text, Level level, Met met, String note) {
    private static final Pattern KEY = Pattern.compile("(\\d+)#(\\d+(?:\\.\\d+)*|[A-Z])([a-z]?)");
    private static final int COLUMNS = 5;

    enum Level {
        MUST,
        SHOULD,
        MAY
    }

    enum Met {
        YES("yes"),
        NO("no"),
        NOT_APPLICABLE("n.a.");

        private final String word;

        Met(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        private static Met of(String word) {
            for (Met met : values()) {
                if (met.word.equals(word)) {
                    return met;
                }
            }
            throw new IllegalArgumentException("yes, no or n.a., not " + word);
        }
    }

    Requirement {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not an RFC's number, # and section: " + key);
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException(key + " requires nothing");
        }
        if (met != Met.YES && note.isBlank()) {
            throw new IllegalArgumentException(key + " is not met, and no note says why");
        }
    }

    /** @throws IllegalArgumentException if the line is not well-formed */
    static Requirement parse(String line) {
        String[] columns = Pattern.compile("\t").split(line, -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(COLUMNS + " columns with a tab between them, not: " + line);
        }
        return new Requirement(columns[0], columns[1], Level.valueOf(columns[2]), Met.of(columns[3]), columns[4]);
    }

    /** The number of the RFC. */
    String rfc() {
        return part(1);
    }

    /** The section in words: {@code §4.1.4}, or {@code appendix C}. */
    String section() {
        return isAppendix() ? "appendix " + part(2) : "§" + part(2);
    }

    /** Where the RFC editor shows the section. */
    String link() {
        return "https://www.rfc-editor.org/rfc/rfc" + rfc() + (isAppendix() ? "#appendix-" : "#section-") + part(2);
    }

    private boolean isAppendix() {
        return Character.isUpperCase(part(2).charAt(0));
    }

    private String part(int group) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            throw new IllegalStateException(key);
        }
        return matcher.group(group);
    }
}
