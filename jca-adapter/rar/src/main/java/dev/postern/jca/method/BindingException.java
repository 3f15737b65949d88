package dev.postern.jca.method;

/** The methods of a bean can't take mail as their annotations say; the message names the method and the remedy. */
public final class BindingException extends Exception {
    private static final long serialVersionUID = 1L;

    BindingException(String message) {
        super(message);
    }

    BindingException(String where, BindingException reason) {
        super(where + ": " + reason.getMessage(), reason);
    }
}
