package dev.postern.smtp.milter;

import java.io.IOException;

/** A milter that can't be reached, is silent, or says what the protocol does not allow; the message says which, without what it sent. */
final class MilterException extends IOException {
    private static final long serialVersionUID = 1;

    MilterException(String message) {
        super(message);
    }

    MilterException(String message, Throwable cause) {
        super(message, cause);
    }
}
