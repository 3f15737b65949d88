package dev.postern.smtp.auth;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows user with password pencil, and the token that is in RFC 7628's examples. */
final class OneUser implements Authenticator {
    static final String TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    private final ScramVerifier verifier;
    private final ScramDecoys decoys = new ScramDecoys(new byte[] {1, 2, 3}, 4_096);
    boolean unavailable;
    Credentials last;

    /** @param salt of the stored verifier */
    OneUser(byte[] salt) {
        verifier = ScramVerifier.of("pencil".toCharArray(), salt, 4_096);
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public CompletionStage<AuthResult> authenticate(Credentials credentials) {
        last = credentials;
        if (unavailable) {
            return CompletableFuture.completedFuture(new AuthResult.Unavailable("down"));
        }
        boolean right = credentials instanceof Credentials.Password password
                ? password.user().equals("user")
                        && new String(password.secret()).equals("pencil")
                        && !password.isForAnother()
                : ((Credentials.BearerToken) credentials).token().equals(TOKEN);
        return CompletableFuture.completedFuture(
                right ? new AuthResult.Authenticated("user") : new AuthResult.Refused("wrong"));
    }

    @Override
    public CompletionStage<ScramLookup> scramVerifier(String user) {
        if (unavailable) {
            return CompletableFuture.completedFuture(new ScramLookup.Unavailable("down"));
        }
        return CompletableFuture.completedFuture(
                user.equals("user") ? new ScramLookup.Found(verifier) : new ScramLookup.Unknown(decoys.of(user)));
    }
}
