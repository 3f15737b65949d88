package dev.postern.kafka.source.imap;

import java.io.IOException;

/** The server answers a command with NO or BAD (RFC 9051 §7.1.2); the connection goes on. */
final class RefusedCommandException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedCommandException(String message) {
        super(message);
    }
}
