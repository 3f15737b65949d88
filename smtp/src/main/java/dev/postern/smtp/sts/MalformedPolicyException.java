package dev.postern.smtp.sts;

/** A policy of MTA-STS that can't be read; the message says why. */
public final class MalformedPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedPolicyException(String message) {
        super(message);
    }
}
