package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.smtp.client.MailServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The recipients of one mail, parted by where it goes for them. Used by one thread. */
final class Shares {
    private final Envelope envelope;
    private final ReturnPaths returnPaths;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private final List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();

    Shares(Envelope envelope, ReturnPaths returnPaths) {
        this.envelope = envelope;
        this.returnPaths = returnPaths;
    }

    /** Those who share a transaction, and what they wait for. */
    private record Share(
            List<MailServer> servers, List<Address> recipients, List<CompletableFuture<Outcome>> outcomes) {
        Share(List<MailServer> servers) {
            this(servers, new ArrayList<>(), new ArrayList<>());
        }
    }

    /** Adds the next recipient of the envelope. */
    void add(Address recipient, Routing routing) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        outcomes.add(outcome);
        if (routing instanceof Routing.Found found) {
            String own = returnPaths.isForEachRecipient() ? " for " + outcomes.size() : "";
            Share share = shares.computeIfAbsent(found.destination() + own, any -> new Share(found.servers()));
            share.recipients.add(recipient);
            share.outcomes.add(outcome);
        } else if (routing instanceof Routing.Unknown unknown) {
            outcome.complete(Outcomes.of(recipient, unknown));
        } else if (routing instanceof Routing.None none) {
            outcome.complete(Outcomes.of(recipient, none));
        }
    }

    /**
     * Sends each share.
     *
     * @return the outcomes in the order of the recipients, when all are known; fails only for a bug
     */
    CompletableFuture<List<Outcome>> deliver(Transaction transaction) {
        shares.values().forEach(share -> deliver(transaction, share));
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(all -> outcomes.stream().map(CompletableFuture::join).toList());
    }

    private void deliver(Transaction transaction, Share share) {
        Envelope part = envelope.toBuilder().recipients(share.recipients).build();
        transaction.offer(returnPaths.onTheWire(part), share.servers).whenComplete((known, bug) -> {
            for (int i = 0; i < share.outcomes.size(); i++) {
                if (bug == null) {
                    share.outcomes.get(i).complete(known.get(i));
                } else {
                    share.outcomes.get(i).completeExceptionally(bug);
                }
            }
        });
    }
}
