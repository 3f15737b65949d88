package dev.postern.mail.content;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the writer of a reply has written: its text without the mail that it answers and without the signature. It knows the usual shapes of mail
 * programs in English, German and French; what it does not know it leaves, so that it rather shows too much than too little.
 *
 * <p>Takes time by the length of the text, whatever it holds.
 */
public final class ReplyText {
    private static final int MOST_LINES = 100_000; // what comes behind them nobody has typed
    private static final int LONGEST_READ = 500;
    private static final int ATTRIBUTION_LINES = 3;
    private static final int BLOCK_LINES = 8;

    /** How {@code On Mon, 1 Jan 2024 at 10:00, Bob <bob@example.org> wrote:} and its like begin. */
    private static final Pattern DATED = Pattern.compile("(?:On|Am|Le)\\s\\D*+\\d");

    private static final Pattern HAS_WRITTEN = Pattern.compile("\\b(?:wrote|writes|schrieb|a écrit)\\b");

    /** {@code -----Original Message-----} and its like. */
    private static final Pattern DIVIDER = Pattern.compile(
            "-{2,}\\s*(?i:original message|original appointment|forwarded message|ursprüngliche nachricht"
                    + "|weitergeleitete nachricht|message d['’]origine|message original|message transféré)\\s*-{2,}");

    private static final Pattern BLOCK_FROM = Pattern.compile("\\*?(?:From|Von|De)\\s?:\\*?\\s.*");
    private static final Pattern BLOCK_DATE =
            Pattern.compile("\\*?(?:Sent|Date|Gesendet|Datum|Envoyé(?: le)?)\\s?:\\*?\\s.*");
    private static final Pattern BLOCK_SUBJECT = Pattern.compile("\\*?(?:Subject|Betreff|Objet)\\s?:\\*?.*");
    private static final Pattern UNDERLINE = Pattern.compile("_{20,}");

    private static final Pattern SENT_FROM = Pattern.compile(
            "Sent from my .{1,40}|Von meinem .{1,40} gesendet\\.?|Gesendet von meinem .{1,40}|Envoyé (?:de|depuis) mon .{1,40}|Get Outlook for .{1,60}");

    private final List<String> lines;
    private final StringBuilder kept = new StringBuilder();
    private int blanks;
    private boolean leavesOut;

    private ReplyText(String text) {
        this.lines = text.lines().limit(MOST_LINES).toList();
    }

    /**
     * The new text in this reply; empty where all of it is quoted.
     *
     * @param text with any line ends
     * @return with line feeds, and without blank lines at its start and end
     */
    public static String of(String text) {
        return new ReplyText(text).strip();
    }

    private String strip() {
        int at = 0;
        while (at < lines.size() && !endsAt(at)) {
            int attribution = attribution(at);
            if (attribution > 0) {
                at += attribution;
                leavesOut = true;
            } else {
                keep(lines.get(at));
                at++;
            }
        }
        return kept.toString();
    }

    /** Whether all from here on is the mail that is answered, or the signature. */
    private boolean endsAt(int at) {
        String line = line(at);
        return isSignature(lines.get(at))
                || DIVIDER.matcher(line).matches()
                || (UNDERLINE.matcher(line).matches() && startsBlock(nextWritten(at + 1)))
                || startsBlock(at)
                || attributesTheRest(at);
    }

    // RFC 3676 §4.3; programs that cut off blanks at the end of a line leave the dashes
    private static boolean isSignature(String line) {
        return line.equals("-- ") || line.equals("--");
    }

    /** The header that Outlook and others put before the mail that is answered. */
    private boolean startsBlock(int at) {
        if (at >= lines.size() || !BLOCK_FROM.matcher(line(at)).matches()) {
            return false;
        }
        boolean dated = false;
        boolean named = false;
        for (int i = at + 1; i < lines.size() && i <= at + BLOCK_LINES && !line(i).isEmpty(); i++) {
            dated |= BLOCK_DATE.matcher(line(i)).matches();
            named |= BLOCK_SUBJECT.matcher(line(i)).matches();
        }
        return dated && named;
    }

    private boolean attributesTheRest(int at) {
        int length = dated(at);
        if (length == 0) {
            return false;
        }
        int next = nextWritten(at + length);
        return next < lines.size() && !isQuoted(next);
    }

    /** How many lines from here on only say who has written the quote behind them; 0 where none does. */
    private int attribution(int at) {
        int dated = dated(at);
        return dated > 0 ? dated : saysWho(line(at)) && isQuoted(nextWritten(at + 1)) ? 1 : 0;
    }

    /** How many lines from here on say when and who, put into one, as mail programs fold them; 0 where they don't. */
    private int dated(int at) {
        if (!DATED.matcher(line(at)).lookingAt()) {
            return 0;
        }
        StringBuilder joined = new StringBuilder();
        for (int i = at; i < lines.size() && i < at + ATTRIBUTION_LINES && !line(i).isEmpty(); i++) {
            joined.append(' ').append(line(i));
            if (saysWho(joined.toString())) {
                return i - at + 1;
            }
        }
        return 0;
    }

    private static boolean saysWho(String line) {
        return line.endsWith(":")
                && line.length() <= LONGEST_READ
                && HAS_WRITTEN.matcher(line).find();
    }

    private int nextWritten(int from) {
        int at = from;
        while (at < lines.size() && line(at).isEmpty()) {
            at++;
        }
        return at;
    }

    private boolean isQuoted(int at) {
        return at < lines.size() && line(at).startsWith(">");
    }

    /** Without blanks around it; of one that is too long to be of any form the start. */
    private String line(int at) {
        String line = lines.get(at);
        return (line.length() > LONGEST_READ ? line.substring(0, LONGEST_READ + 1) : line).strip();
    }

    private void keep(String line) {
        if (line.stripLeading().startsWith(">") || SENT_FROM.matcher(line).matches()) {
            leavesOut = true;
        } else if (line.isBlank()) {
            blanks++;
        } else {
            int lineFeeds = leavesOut ? 2 : 1 + Math.min(blanks, 2);
            kept.append("\n".repeat(kept.length() == 0 ? 0 : lineFeeds)).append(line.stripTrailing());
            blanks = 0;
            leavesOut = false;
        }
    }
}
