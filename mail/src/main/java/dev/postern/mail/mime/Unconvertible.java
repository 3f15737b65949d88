package dev.postern.mail.mime;

/** Ends a conversion that can't be. */
final class Unconvertible extends Exception {
    private static final long serialVersionUID = 1L;

    private final Conversion.Reason reason;

    Unconvertible(Conversion.Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Something is wrong with the mail. */
    static Unconvertible because(String message) {
        return new Unconvertible(Conversion.Reason.MALFORMED, message);
    }

    Conversion.Reason reason() {
        return reason;
    }
}
