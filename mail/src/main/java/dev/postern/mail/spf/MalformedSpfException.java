package dev.postern.mail.spf;

/** A text is no record of a policy, or no macro (RFC 7208 §4.6, §7.1). The message says why, and holds nothing of the text. */
public final class MalformedSpfException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    MalformedSpfException(String message) {
        super(message);
    }
}
