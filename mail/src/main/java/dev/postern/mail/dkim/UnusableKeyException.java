package dev.postern.mail.dkim;

/** Tells that a domain's key is not to be used for a signature, and why; the message holds nothing of the key. */
public final class UnusableKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DkimResult result;

    UnusableKeyException(DkimResult result, String reason) {
        super(reason);
        this.result = result;
    }

    /** What comes of the signature for that: PERMERROR, or POLICY where only we don't take the key. */
    public DkimResult result() {
        return result;
    }
}
