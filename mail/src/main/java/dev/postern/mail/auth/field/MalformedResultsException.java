package dev.postern.mail.auth.field;

/** Tells that a text is no Authentication-Results, and why; the message holds nothing of the text. */
public final class MalformedResultsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedResultsException(String reason) {
        super(reason);
    }
}
