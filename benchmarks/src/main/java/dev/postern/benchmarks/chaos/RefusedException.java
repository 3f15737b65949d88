package dev.postern.benchmarks.chaos;

import java.io.IOException;

/** A reply that the client did not hope for; the message is the reply. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String reply) {
        super(reply);
    }
}
