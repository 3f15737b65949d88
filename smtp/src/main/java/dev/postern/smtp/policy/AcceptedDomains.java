package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.smtp.Reply;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes mail for the given domains only and relays to others for trusted clients only (RFC 5321 §3.6.2, §7.9). */
public final class AcceptedDomains implements Check {
    private static final CompletionStage<Verdict> ACCEPTED = CompletableFuture.completedFuture(Verdict.ACCEPTED);
    private static final CompletionStage<Verdict> REFUSED =
            CompletableFuture.completedFuture(new Verdict.Refused(Reply.of(550, "5.7.1", "Relaying denied")));

    private final Set<Domain> domains;
    private final Trust trust;

    /** Relays for clients that have logged in. */
    public AcceptedDomains(Set<Domain> domains) {
        this(domains, Trust.IN_USERS);
    }

    /** Relays for these clients. */
    public AcceptedDomains(Set<Domain> domains, Trust trust) {
        this.domains = Set.copyOf(domains);
        this.trust = trust;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        return domains.contains(recipient.domain()) || trust.covers(client) ? ACCEPTED : REFUSED;
    }
}
