package dev.postern.mail.arrival;

import dev.postern.mail.dsn.Classification;
import dev.postern.mail.dsn.Classifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server replied, found in what others say of it.
 *
 * @param code the reply code, or 0
 * @param status the enhanced status code; null where there is none
 */
record Replies(int code, @Nullable String status) {
    private static final int MOST_READ = 4_000;

    private static final Pattern BOTH =
            Pattern.compile("(?<![\\d.-])([245]\\d\\d)[ -]{1,3}(?:\\(?#)?([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern CODE = Pattern.compile(
            "(?:^|[^\\w.:@/-])([45][0-5]\\d)(?:[ -](?!Service\\b.{0,20}octets)|[;,:.)]? *$)", Pattern.MULTILINE);
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");

    /** Reads them out of a text. */
    static Replies in(String text) {
        String start = text.substring(0, Math.min(text.length(), MOST_READ));
        Matcher both = BOTH.matcher(start);
        if (both.find()) {
            return new Replies(Integer.parseInt(both.group(1)), both.group(2));
        }
        Matcher code = CODE.matcher(start);
        Matcher status = STATUS.matcher(start);
        return new Replies(code.find() ? Integer.parseInt(code.group(1)) : 0, status.find() ? status.group(1) : null);
    }

    /** The same with another status where there is none, and the other way round. */
    Replies orStatus(@Nullable String other) {
        return new Replies(code, status == null ? other : status);
    }

    /** Whether it is over; unknown numbers are. */
    boolean isTemporary() {
        return code != 0 ? code / 100 == 4 : status != null && status.startsWith("4");
    }

    /** What it means, by these words of the server. */
    Classification meaning(String text, @Nullable String server) {
        String words = text.length() > MOST_READ ? text.substring(0, MOST_READ) : text;
        // what someone says of a failure is a reply, also where its number is left out
        int reply = code != 0 || words.isBlank() ? code : isTemporary() ? 450 : 550;
        return Classifier.standard().classify(reply, status, words, server);
    }
}
