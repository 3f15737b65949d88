package dev.postern.mail;

/** Tells that a text is not an address or a domain, and why; the message is fit to be shown to the one who sent it. */
public final class MalformedAddressException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedAddressException(String reason) {
        super(reason);
    }
}
