package dev.postern.smtp.auth;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Judges who a client is.
 *
 * <p>Methods are called on an event loop, on several at the same time, and must not block: work that takes time, as hashing a password does, belongs on a thread of
 * one's own. A stage that fails is answered as {@link AuthResult.Unavailable}.
 */
public interface Authenticator extends AutoCloseable {
    /** What a mechanism may need an authenticator for. */
    enum Kind {
        /** Judges {@link Credentials.Password}: PLAIN and LOGIN. */
        PASSWORD,
        /** Judges {@link Credentials.BearerToken}: OAUTHBEARER and XOAUTH2. */
        BEARER_TOKEN,
        /** Finds what it stores of a user for SCRAM. */
        SCRAM_VERIFIER
    }

    /** What this one can do; mechanisms that need more are not offered. */
    Set<Kind> kinds();

    /**
     * Judges credentials of a kind that is among {@link #kinds()}. A password is wiped when the stage completes.
     *
     * <p>An authorization identity that is another than the user must be refused unless the user may act for it.
     */
    CompletionStage<AuthResult> authenticate(Credentials credentials);

    /**
     * Finds the SCRAM verifier of a user; asked only if {@link Kind#SCRAM_VERIFIER} is among {@link #kinds()}.
     *
     * @param user the name as the client gave it, prepared by SASLprep (RFC 4013)
     */
    default CompletionStage<ScramLookup> scramVerifier(String user) {
        return CompletableFuture.completedFuture(new ScramLookup.Unavailable("SCRAM is not supported"));
    }

    /** Ends what this one runs; the server does so when it stops. */
    @Override
    default void close() {}
}
