package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes mail only for recipients of these forms, and for every postmaster (RFC 5321 §4.5.1); refuses others with 550 5.1.1. */
public final class RecipientPatterns implements Check {
    private static final CompletionStage<Verdict> ACCEPTED = CompletableFuture.completedFuture(Verdict.ACCEPTED);
    private static final Verdict UNKNOWN = new Verdict.Refused(Reply.of(550, "5.1.1", "No such recipient here"));
    private static final CompletionStage<Verdict> REFUSED = CompletableFuture.completedFuture(UNKNOWN);

    private final AddressPatterns patterns;

    public RecipientPatterns(AddressPatterns patterns) {
        this.patterns = patterns;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        boolean known = patterns.match(recipient) || recipient.localPart().equalsIgnoreCase("postmaster");
        return known ? ACCEPTED : REFUSED;
    }
}
