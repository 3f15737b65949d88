package dev.postern.kafka.source.pop3;

import java.io.IOException;

/** The server lists a mail and does not give it, as one that somebody else has deleted meanwhile; the visit goes on. */
final class WithheldMailException extends IOException {
    private static final long serialVersionUID = 1;

    WithheldMailException(Throwable cause) {
        super("the server does not give a mail that it lists", cause);
    }
}
