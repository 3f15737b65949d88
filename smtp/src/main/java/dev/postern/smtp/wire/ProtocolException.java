package dev.postern.smtp.wire;

import java.io.IOException;

/** A peer that doesn't speak SMTP as RFC 5321 has it: what it says next can't be trusted. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String reason) {
        super(reason);
    }
}
