package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes mail from trusted clients only, which others become by logging in (RFC 4954 §6). */
public final class LoginRequired implements Check {
    private static final Reply REFUSED = Reply.of(530, "5.7.0", "Authentication required");

    private final Trust trust;

    public LoginRequired(Trust trust) {
        this.trust = trust;
    }

    @Override
    public CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
        return CompletableFuture.completedFuture(
                trust.covers(client) ? Verdict.ACCEPTED : new Verdict.Refused(REFUSED));
    }
}
