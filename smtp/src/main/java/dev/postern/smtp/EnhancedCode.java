package dev.postern.smtp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced status code such as 5.1.1 (RFC 3463 §2).
 *
 * @param severity 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject what the code is about, 0 to 999
 * @param detail the condition itself, 0 to 999
 */
public record EnhancedCode(int severity, int subject, int detail) {
    private static final Pattern SYNTAX = Pattern.compile("([245])\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

    /** @throws IllegalArgumentException if a part is out of its range */
    public EnhancedCode {
        if (severity != 2 && severity != 4 && severity != 5) {
            throw new IllegalArgumentException("class of an enhanced status code is 2, 4 or 5, not " + severity);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("parts of an enhanced status code are 0 to 999");
        }
    }

    /**
     * Reads {@code class.subject.detail}.
     *
     * @throws IllegalArgumentException if the text is not an enhanced status code
     */
    public static EnhancedCode parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an enhanced status code: " + text);
        }
        return new EnhancedCode(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return severity + "." + subject + "." + detail;
    }
}
