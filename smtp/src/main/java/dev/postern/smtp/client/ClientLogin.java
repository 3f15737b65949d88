package dev.postern.smtp.client;

import dev.postern.smtp.login.AccessToken;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.login.PasswordProof;
import dev.postern.smtp.login.Proof;
import dev.postern.smtp.login.TokenProof;
import dev.postern.smtp.login.TokenSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who a client is to a server, and how it may show it. Each one is equal to itself only. */
public final class ClientLogin {
    private final String user;
    private final MechanismChoice choice;
    private final boolean plaintext;
    private final @Nullable PasswordProof password;
    private final @Nullable TokenSource tokens;

    private ClientLogin(
            String user,
            MechanismChoice choice,
            boolean plaintext,
            @Nullable PasswordProof password,
            @Nullable TokenSource tokens) {
        this.user = user;
        this.choice = choice;
        this.plaintext = plaintext;
        this.password = password;
        this.tokens = tokens;
    }

    /**
     * A login by a password.
     *
     * @param plaintext whether the password may go over an unprotected connection
     */
    public static ClientLogin byPassword(Credentials credentials, MechanismChoice choice, boolean plaintext) {
        PasswordProof password = new PasswordProof(credentials.username(), credentials.password());
        return new ClientLogin(credentials.username(), choice, plaintext, password, null);
    }

    /**
     * A login by tokens; they need TLS with a certificate that is verified.
     *
     * @param user may be empty where the token says it, but not for XOAUTH2
     */
    public static ClientLogin byTokens(String user, TokenSource tokens, MechanismChoice choice) {
        return new ClientLogin(user, choice, false, null, tokens);
    }

    /** Whether it may go over an unprotected connection. */
    boolean plaintext() {
        return plaintext;
    }

    /** For logs. */
    String user() {
        return user;
    }

    MechanismChoice choice() {
        return choice;
    }

    boolean byToken() {
        return tokens != null;
    }

    /** Completes on any thread; fails where a token can't be had. */
    CompletionStage<Proof> proof() {
        return tokens == null
                ? CompletableFuture.completedFuture(password)
                : tokens.token().thenApply(token -> new TokenProof(user, token));
    }

    /** Hears that a server has refused this proof; whether another one may be tried. */
    boolean refused(Proof proof) {
        if (tokens == null || !(proof instanceof TokenProof refused)) {
            return false;
        }
        AccessToken token = refused.token();
        tokens.refused(token);
        return true;
    }

    /** No secret. */
    @Override
    public String toString() {
        return "ClientLogin[" + user + "]";
    }
}
