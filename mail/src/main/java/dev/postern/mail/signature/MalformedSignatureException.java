package dev.postern.mail.signature;

/** Tells that a text is no signature or no key record, and why; the message holds nothing of the text. */
public final class MalformedSignatureException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedSignatureException(String reason) {
        super(reason);
    }
}
