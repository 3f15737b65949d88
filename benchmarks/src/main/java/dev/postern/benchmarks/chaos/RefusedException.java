package dev.postern.benchmarks.chaos;

import java.io.IOException;

/** A reply that the client did not hope for; the message is the reply. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String reply) {
        super(reply);
    }

    /** Whether the client is told not to come again (RFC 5321 §4.2.1). */
    public boolean isFinal() {
        return String.valueOf(getMessage()).startsWith("5");
    }
}
