package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.smtp.Reply;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes mail for the given domains only and relays to others for authenticated users only (RFC 5321 §3.6.2, §7.9). */
public final class AcceptedDomains implements Check {
    private static final CompletionStage<Verdict> ACCEPTED = CompletableFuture.completedFuture(Verdict.ACCEPTED);
    private static final CompletionStage<Verdict> REFUSED =
            CompletableFuture.completedFuture(new Verdict.Refused(Reply.of(550, "5.7.1", "Relaying denied")));

    private final Set<Domain> domains;

    public AcceptedDomains(Set<Domain> domains) {
        this.domains = Set.copyOf(domains);
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        return client.user() != null || domains.contains(recipient.domain()) ? ACCEPTED : REFUSED;
    }
}
