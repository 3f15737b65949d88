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

/** Who a client is to a server, and how it may show it. */
final class ClientLogin {
    private final String user;
    private final MechanismChoice choice;
    private final @Nullable PasswordProof password;
    private final @Nullable TokenSource tokens;

    private ClientLogin(
            String user, MechanismChoice choice, @Nullable PasswordProof password, @Nullable TokenSource tokens) {
        this.user = user;
        this.choice = choice;
        this.password = password;
        this.tokens = tokens;
    }

    static ClientLogin of(Credentials credentials, MechanismChoice choice) {
        PasswordProof password = new PasswordProof(credentials.username(), credentials.password());
        return new ClientLogin(credentials.username(), choice, password, null);
    }

    static ClientLogin of(String user, TokenSource tokens, MechanismChoice choice) {
        return new ClientLogin(user, choice, null, tokens);
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
