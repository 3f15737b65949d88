package dev.postern.smtp.login;

import org.jspecify.annotations.Nullable;

/** One run of a mechanism: challenges in, responses out. Used by one thread at a time. */
public interface ClientExchange {
    /** What the client says before it is asked, or null where the server speaks first. */
    byte @Nullable [] initialResponse();

    /**
     * The response to a challenge; it may take as long as a password is hashed.
     *
     * @throws BrokenExchangeException if there is none: then the exchange must be given up
     */
    byte[] answer(byte[] challenge) throws BrokenExchangeException;

    /**
     * To be called when the server says that we are logged in.
     *
     * @throws BrokenExchangeException if it has not done what the mechanism asks of it before that: then it must not be trusted
     */
    void succeeded() throws BrokenExchangeException;

    /** Why the server refuses us, where the mechanism lets it say so and it did; printable text, or null. */
    default @Nullable String refusal() {
        return null;
    }
}
