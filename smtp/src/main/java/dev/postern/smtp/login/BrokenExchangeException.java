package dev.postern.smtp.login;

/** What a server said is no answer of the mechanism, or a wrong one. The message holds no secret, and nothing else that the server chose. */
public final class BrokenExchangeException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenExchangeException(String message) {
        super(message);
    }
}
