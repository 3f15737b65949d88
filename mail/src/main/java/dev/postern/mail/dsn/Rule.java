package dev.postern.mail.dsn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table by which replies are classified. What it does not say anything about may be anything.
 *
 * @param code three digits, {@code x} for any, or {@link #NO_REPLY}; or null
 * @param enhanced three numbers, {@code x} for any; or null
 * @param host the end of the name of the server, or null
 * @param phrases one of which stands in the text, in lower case; each is of pieces that follow each other with anything between them
 */
record Rule(
        @Nullable String code,
        @Nullable List<String> enhanced,
        @Nullable String host,
        List<List<String>> phrases,
        Classification meaning) {
    /** In the place of a code where there was no reply. */
    static final String NO_REPLY = "none";

    private static final int COLUMNS = 5;
    private static final String ANYTHING = "-";
    private static final Pattern CODE = Pattern.compile("none|[2-5][0-9x][0-9x]");
    private static final Pattern ENHANCED = Pattern.compile("[245x]\\.(\\d{1,3}|x)\\.(\\d{1,3}|x)");

    /**
     * Reads a line of the table.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static Rule parse(String line) {
        String[] columns = line.split("\t+", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("there are " + columns.length
                    + " columns, where there must be 5 with tabs between them: code, enhanced code, host, text, class");
        }
        String code = pattern(columns[0], CODE, "a reply code such as 550 or 5xx, nor none");
        String enhanced = pattern(columns[1], ENHANCED, "an enhanced status code such as 5.1.1 or x.1.x");
        String host = said(columns[2]) ? columns[2].strip().toLowerCase(Locale.ROOT) : null;
        List<List<String>> phrases = said(columns[3]) ? phrases(columns[3]) : List.of();
        if (code == null && enhanced == null && host == null && phrases.isEmpty()) {
            throw new IllegalArgumentException(
                    "every reply is of this line: say a code, an enhanced code, a host or a text");
        }
        return new Rule(
                code,
                enhanced == null ? null : List.of(enhanced.split("\\.", -1)),
                host,
                phrases,
                meaning(columns[4].strip()));
    }

    /**
     * Whether a reply is of this line.
     *
     * @param replyText in lower case
     * @param server in lower case, without a dot at its end
     */
    boolean matches(String replyCode, List<String> status, String replyText, String server) {
        return matchesCode(replyCode) && matchesStatus(status) && matchesHost(server) && matchesText(replyText);
    }

    /** Whether it tells apart the same replies as another line. */
    boolean hasSameConditions(Rule other) {
        return new Rule(other.code, other.enhanced, other.host, other.phrases, meaning).equals(this);
    }

    private boolean matchesCode(String replyCode) {
        if (code == null || code.equals(replyCode)) {
            return true;
        }
        if (replyCode.length() != code.length()) {
            return false;
        }
        for (int i = 0; i < code.length(); i++) {
            if (code.charAt(i) != 'x' && code.charAt(i) != replyCode.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean matchesStatus(List<String> status) {
        if (enhanced == null) {
            return true;
        }
        if (status.size() != enhanced.size()) {
            return false;
        }
        for (int i = 0; i < enhanced.size(); i++) {
            if (!enhanced.get(i).equals("x") && !enhanced.get(i).equals(status.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean matchesHost(String server) {
        return host == null || server.equals(host) || server.endsWith("." + host);
    }

    private boolean matchesText(String replyText) {
        return phrases.isEmpty() || phrases.stream().anyMatch(pieces -> holds(replyText, pieces));
    }

    /** The first place of each piece leaves the most room for the next: no other choice must be tried. */
    private static boolean holds(String replyText, List<String> pieces) {
        int from = 0;
        for (String piece : pieces) {
            int at = replyText.indexOf(piece, from);
            if (at < 0) {
                return false;
            }
            from = at + piece.length();
        }
        return true;
    }

    private static boolean said(String column) {
        return !column.strip().equals(ANYTHING);
    }

    private static @Nullable String pattern(String column, Pattern syntax, String what) {
        String text = column.strip();
        if (!said(text)) {
            return null;
        }
        if (!syntax.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not " + what + ", nor - for any");
        }
        return text;
    }

    private static List<List<String>> phrases(String column) {
        List<List<String>> phrases = new ArrayList<>();
        for (String phrase : column.strip().toLowerCase(Locale.ROOT).split("\\|", -1)) {
            List<String> pieces = List.of(phrase.strip().split("\\s*\\*\\s*", -1));
            if (pieces.contains("")) {
                throw new IllegalArgumentException(
                        "a text or a piece of it is empty: a | stands between two texts, a * between two pieces of one");
            }
            phrases.add(pieces);
        }
        return List.copyOf(phrases);
    }

    private static Classification meaning(String name) {
        for (Classification known : Classification.values()) {
            if (known.name().equals(name)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "there is no class \"" + name + "\"; there are " + List.of(Classification.values()));
    }
}
