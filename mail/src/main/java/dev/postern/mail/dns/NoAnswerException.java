package dev.postern.mail.dns;

/** No server gave an answer that says anything. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean timedOut;

    NoAnswerException(boolean timedOut, String detail) {
        super(detail, null, false, false); // it says what its trace would not
        this.timedOut = timedOut;
    }

    /** Whether nobody answered in time. */
    boolean timedOut() {
        return timedOut;
    }
}
