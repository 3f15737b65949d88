package dev.postern.mail.content;

import dev.postern.mail.mime.KnownCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** What the text of a header field says (RFC 2047), on one line. */
final class EncodedWords {
    private static final int MOST_READ = 2_000;

    /** Longer ones than RFC 2047 §2 allows are sent too. */
    private static final Pattern WORD =
            Pattern.compile("=\\?([A-Za-z0-9_:.+-]{1,40}+)(?:\\*[A-Za-z0-9-]{0,20}+)?(\\?[bBqQ]\\?[^?]{0,500}+\\?=)");

    private final String text;
    private final StringBuilder decoded = new StringBuilder();
    private final StringBuilder run = new StringBuilder(); // of words that only blanks part
    private int runEnd;

    private EncodedWords(String text) {
        this.text = text;
    }

    /** @param octets unfolded; a character stands for an octet, or already for itself */
    static String decoded(String octets) {
        return decoded(octets, MOST_READ);
    }

    /** The same of no more than so many octets. */
    static String decoded(String octets, int most) {
        String text = Text.ofHeader(octets.substring(0, Math.min(octets.length(), most)));
        return oneLine(new EncodedWords(text).decode()).strip();
    }

    // the decoder gets nothing but words that it knows: over all else it takes a thousand times as long
    private String decode() {
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            if (KnownCharsets.named(words.group(1)) == null) {
                continue;
            }
            if (run.isEmpty() || !text.substring(runEnd, words.start()).isBlank()) {
                endRun(words.start());
            }
            run.append(run.isEmpty() ? "=?" : " =?")
                    .append(words.group(1))
                    .append(words.group(2)); // RFC 2231 §5: no language
            runEnd = words.end();
        }
        endRun(text.length());
        return decoded.toString();
    }

    private void endRun(int next) {
        decoded.append(DecoderUtil.decodeEncodedWords(run.toString(), DecodeMonitor.SILENT));
        decoded.append(text, runEnd, next);
        run.setLength(0);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
