package dev.postern.mail.dkim;

/** Tells that a text is no DKIM-Signature or no key record, and why; the message holds nothing of the text. */
public final class MalformedDkimException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedDkimException(String reason) {
        super(reason);
    }
}
