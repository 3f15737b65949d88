package dev.postern.smtp.milter;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the reply that a milter chose for the client. */
final class ReplyText {
    private static final Pattern LINE =
            Pattern.compile("([45][0-5]\\d)(?:[ -](?:([45]\\.\\d{1,3}\\.\\d{1,3})(?: |$))?([ -~]{0,480}))?");
    private static final int MOST_LINES = 32;

    private ReplyText() {}

    /** @throws MilterException if it is no refusal, or would break out of the reply */
    static Reply parse(String text) throws MilterException {
        List<String> lines = new ArrayList<>();
        String code = null;
        EnhancedCode enhanced = null;
        for (String line : text.split("\r?\n", MOST_LINES + 1)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || (code != null && !code.equals(matcher.group(1))) || lines.size() == MOST_LINES) {
                throw new MilterException("has sent a reply that is no refusal in printable lines");
            }
            if (code == null) {
                code = matcher.group(1);
                enhanced = enhanced(code, matcher.group(2));
            }
            String words =
                    matcher.group(3) == null ? "" : matcher.group(3).replace("%%", "%"); // as libmilter escapes it
            lines.add(words);
        }
        // 421 would end the connection (RFC 5321 §3.8), which is ours to end
        int number = code == null || code.equals("421") ? 451 : Integer.parseInt(code);
        return new Reply(number, enhanced, lines);
    }

    // RFC 2034 §4: as we offer enhanced status codes, each refusal has one
    private static EnhancedCode enhanced(String code, @Nullable String given) throws MilterException {
        int severity = code.charAt(0) - '0';
        if (given == null) {
            return new EnhancedCode(severity, 7, 1);
        }
        try {
            EnhancedCode enhanced = EnhancedCode.parse(given);
            if (enhanced.severity() == severity) {
                return enhanced;
            }
        } catch (IllegalArgumentException e) { // leading zeros
            throw new MilterException("has sent a reply with an enhanced status code that is none", e);
        }
        throw new MilterException("has sent a reply whose enhanced status code contradicts it");
    }
}
