package dev.postern.smtp.server;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.auth.ScramDecoys;
import dev.postern.smtp.auth.ScramLookup;
import dev.postern.smtp.auth.ScramVerifier;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows susan with password pencil; can't tell of down; breaks at broken. */
final class TestUsers implements Authenticator {
    private static final ScramVerifier SUSAN = ScramVerifier.of("pencil".toCharArray(), new byte[16], 4_096);
    private static final ScramDecoys DECOYS = new ScramDecoys(new byte[32], 4_096);

    private final Set<Kind> kinds;
    private volatile boolean closed;

    TestUsers(Set<Kind> kinds) {
        this.kinds = kinds;
    }

    static ServerAuth auth(boolean plaintext) {
        return new ServerAuth(new TestUsers(EnumSet.allOf(Kind.class)), plaintext, Clock.systemUTC());
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Set<Kind> kinds() {
        return kinds;
    }

    @Override
    public CompletionStage<AuthResult> authenticate(Credentials credentials) {
        if (!(credentials instanceof Credentials.Password password)) {
            return CompletableFuture.completedFuture(new AuthResult.Refused("no tokens today"));
        }
        boolean right = new String(password.secret()).equals("pencil");
        return switch (password.user()) {
            case "susan" ->
                CompletableFuture.supplyAsync(
                        () -> right ? new AuthResult.Authenticated("susan") : new AuthResult.Refused("wrong password"));
            case "down" -> CompletableFuture.completedFuture(new AuthResult.Unavailable("down"));
            case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("a bug"));
            default -> CompletableFuture.completedFuture(new AuthResult.Refused("unknown user"));
        };
    }

    @Override
    public CompletionStage<ScramLookup> scramVerifier(String user) {
        return CompletableFuture.completedFuture(
                user.equals("susan") ? new ScramLookup.Found(SUSAN) : new ScramLookup.Unknown(DECOYS.of(user)));
    }

    @Override
    public void close() {
        closed = true;
    }
}
