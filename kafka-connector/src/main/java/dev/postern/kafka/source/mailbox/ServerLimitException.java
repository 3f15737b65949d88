package dev.postern.kafka.source.mailbox;

import java.io.IOException;

/** A server says more than we take. */
public final class ServerLimitException extends IOException {
    private static final long serialVersionUID = 1;

    public ServerLimitException(String message) {
        super(message);
    }
}
