package dev.postern.mail.content;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** What the text of a header field says (RFC 2047), on one line. */
final class EncodedWords {
    private static final int MOST_READ = 2_000; // the decoder is slow, and who writes more does not write to people

    private EncodedWords() {}

    /** @param octets unfolded; a character stands for an octet, or already for itself */
    static String decoded(String octets) {
        String text = Text.ofHeader(octets.substring(0, Math.min(octets.length(), MOST_READ)));
        String decoded = text.contains("=?") ? DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT) : text;
        return oneLine(decoded).strip();
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
