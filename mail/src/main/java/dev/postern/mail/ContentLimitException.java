package dev.postern.mail;

import java.io.IOException;

/**
 * A mail holds more than is read of one: its parts are nested too deep, too many, or too large where they are taken into memory. It is so
 * at each attempt, and no better later; the message names the limit, and quotes nothing of the mail.
 */
public final class ContentLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    public ContentLimitException(String message) {
        super(message);
    }
}
