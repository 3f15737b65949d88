package dev.postern.kafka.source.mailbox;

import java.io.IOException;

/** A server does not let us in; not that it can't be reached. */
public final class LoginRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public LoginRefusedException(String message) {
        super(message);
    }
}
