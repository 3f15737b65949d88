package dev.postern.demo;

/** The demo can't go on; the message is one line that names the hop which failed, why, and the remedy where there is one. */
final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param hop the part or the stretch of a mail's way */
    DemoException(String hop, String reason) {
        super(hop + ": " + firstLine(reason));
    }

    /**
     * Keeps the first line of the cause's message.
     *
     * @param hop the part or the stretch of a mail's way
     */
    DemoException(String hop, Throwable cause) {
        super(hop + ": " + firstLine(cause.getMessage() == null ? cause.toString() : cause.getMessage()), cause);
    }

    private static String firstLine(String text) {
        return Printable.line(text.lines().findFirst().orElse(text));
    }
}
