package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ReverseLookup;
import dev.postern.mail.dns.ReverseStatus;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes mail only from clients whose address has a name that has this address: a PTR record, and an A or AAAA record back. Clients on this
 * machine or link pass.
 *
 * <p>Refuses with 550 5.7.25 (RFC 7372 §3.3), with 451 4.4.3 while that can't be known.
 */
public final class ReverseName implements Check {
    private final Resolver resolver;
    private final Duration deadline;

    /** @param deadline of one verdict, above what the resolver needs for a question */
    public ReverseName(Resolver resolver, Duration deadline) {
        this.resolver = resolver;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        if (ClientAddress.isLocal(client)) {
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }
        return ReverseLookup.status(resolver, ClientAddress.of(client))
                .thenApply(status -> verdict(client, status))
                .toCompletableFuture()
                .completeOnTimeout(unknown(client), deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Verdict verdict(Client client, ReverseStatus status) {
        return switch (status) {
            case CONFIRMED -> Verdict.ACCEPTED;
            case UNNAMED -> refused(client, " has no name in reverse DNS");
            case UNCONFIRMED -> refused(client, " has a name in reverse DNS which does not point back");
            case UNKNOWN -> unknown(client);
        };
    }

    private static Verdict refused(Client client, String reason) {
        return new Verdict.Refused(Reply.of(550, "5.7.25", "Client " + ClientAddress.text(client) + reason));
    }

    private static Verdict unknown(Client client) {
        return new Verdict.Refused(Reply.of(
                451,
                "4.4.3",
                "The name of client " + ClientAddress.text(client) + " can't be looked up now, try again later"));
    }
}
