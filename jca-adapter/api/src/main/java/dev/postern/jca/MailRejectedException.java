package dev.postern.jca;

import jakarta.ejb.ApplicationException;
import java.util.regex.Pattern;

/**
 * Thrown by a bean to refuse a mail: its transaction rolls back, and the client gets this reply instead of 250. With a 5yz code the
 * client gives the mail up and tells its sender; with a 4yz code it tries again later (RFC 5321 §4.2.1).
 */
@ApplicationException(rollback = true)
public final class MailRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Pattern ENHANCED = Pattern.compile("([45])\\.\\d{1,3}\\.\\d{1,3}");

    private final int code;
    private final String enhancedCode;

    /**
     * @param code the reply code, 400 to 599
     * @param enhancedCode the enhanced status code such as {@code 5.7.1}, of the same class as the code (RFC 3463)
     * @param text what the client is told: one line of printable US-ASCII
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public MailRejectedException(int code, String enhancedCode, String text) {
        super(text);
        if (code < 400 || code > 599) {
            throw new IllegalArgumentException("a mail is refused with a code from 400 to 599, not " + code);
        }
        if (!ENHANCED.matcher(enhancedCode).matches() || enhancedCode.charAt(0) - '0' != code / 100) {
            throw new IllegalArgumentException("an enhanced status code for " + code + " looks like " + code / 100
                    + ".7.1, not like " + enhancedCode);
        }
        if (text.isBlank() || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("the text of a reply is one line of printable US-ASCII");
        }
        this.code = code;
        this.enhancedCode = enhancedCode;
    }

    /** Refuses for good, with 550 5.7.1. */
    public MailRejectedException(String text) {
        this(550, "5.7.1", text);
    }

    /** The reply code. */
    public int code() {
        return code;
    }

    /** The enhanced status code. */
    public String enhancedCode() {
        return enhancedCode;
    }
}
