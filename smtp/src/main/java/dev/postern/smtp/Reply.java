package dev.postern.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers: a code, an enhanced status code where there is one, and the text (RFC 5321 §4.2, RFC 2034).
 *
 * @param code 200 to 599
 * @param enhanced the enhanced status code, or null: greetings, EHLO answers and 3yz replies have none
 * @param lines the text without codes, at least one line, each free of CR and LF
 */
public record Reply(int code, @Nullable EnhancedCode enhanced, List<String> lines) {
    /** @throws IllegalArgumentException if the code is out of range, or a line would break out of the reply */
    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("a reply code is 200 to 599, not " + code);
        }
        if (enhanced != null && enhanced.severity() != code / 100) {
            throw new IllegalArgumentException("enhanced status code " + enhanced + " contradicts reply code " + code);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
        lines = List.copyOf(lines);
        for (String line : lines) {
            if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("a line of a reply holds neither CR nor LF");
            }
        }
    }

    /** A reply of one line without an enhanced status code. */
    public static Reply of(int code, String text) {
        return new Reply(code, null, List.of(text));
    }

    /** A reply of one line with an enhanced status code in the form {@code 5.1.1}. */
    public static Reply of(int code, String enhanced, String text) {
        return new Reply(code, EnhancedCode.parse(enhanced), List.of(text));
    }

    /** Whether this is a 2yz reply: the command is done. */
    public boolean isPositive() {
        return code < 300;
    }

    /** Whether this is a 4yz reply: the same command may succeed later (RFC 5321 §4.2.1). */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    /** Whether this is a 5yz reply: the same command will fail again. */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** The text as one line, for logs and events. */
    public String text() {
        return String.join(" ", lines);
    }

    @Override
    public String toString() {
        return code + (enhanced == null ? " " : " " + enhanced + " ") + text();
    }
}
