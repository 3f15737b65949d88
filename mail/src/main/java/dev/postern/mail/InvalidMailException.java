package dev.postern.mail;

/** What was asked for can't become a mail; the message names the part and the reason, without quoting hostile bytes. */
public final class InvalidMailException extends IllegalArgumentException {
    public InvalidMailException(String message) {
        super(message);
    }

    public InvalidMailException(String message, Throwable cause) {
        super(message, cause);
    }
}
