package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.SaslText;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Prepares a name and a password, has them judged, and forgets the password. */
final class PasswordCheck {
    private final Authenticator authenticator;
    private @Nullable String name;

    PasswordCheck(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** The name of the last run, prepared, or null. */
    @Nullable
    String name() {
        return name;
    }

    /** @param secret is wiped before this returns */
    CompletionStage<SaslStep> run(String user, @Nullable String authorization, char[] secret) {
        name = SaslText.name(user);
        String other = authorization == null ? null : SaslText.name(authorization);
        char[] prepared = SaslText.prepared(secret);
        Arrays.fill(secret, '\0');
        if (name == null || prepared == null || (authorization != null && other == null)) {
            return SaslExchange.refused("a name or password that SASLprep does not allow");
        }
        Credentials.Password password = new Credentials.Password(name, other, prepared);
        return authenticator
                .authenticate(password)
                .whenComplete((result, failure) -> password.wipe())
                .thenApply(SaslExchange::outcome);
    }
}
