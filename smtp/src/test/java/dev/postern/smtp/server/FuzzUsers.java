package dev.postern.smtp.server;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.auth.ScramLookup;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Judges passwords and tokens at once: pencil is everybody's password. */
final class FuzzUsers implements Authenticator {
    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.PASSWORD, Kind.BEARER_TOKEN);
    }

    @Override
    public CompletionStage<AuthResult> authenticate(Credentials credentials) {
        boolean right = credentials instanceof Credentials.Password password
                && new String(password.secret()).equals("pencil")
                && !password.isForAnother();
        return CompletableFuture.completedFuture(
                right ? new AuthResult.Authenticated("susan") : new AuthResult.Refused("wrong"));
    }

    @Override
    public CompletionStage<ScramLookup> scramVerifier(String user) {
        throw new AssertionError("SCRAM is not offered");
    }

    @Override
    public void close() {}
}
