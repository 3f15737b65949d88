package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.ClientPools;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.RecipientReply;
import dev.postern.smtp.client.Transferred;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mail to recipients who share servers, offered to one server after the other until one deals with it.
 *
 * <p>The next server gets its turn where one can't be reached, turns us away, is lost before the content, or says 421: it is down or busy. Any
 * other reply is its word on the mail or the mailbox, which a backup server would only hear in our place: that stands. A mail that requires
 * TLS (RFC 8689) goes on also from one that is not as safe as it requires, and is given up where none is.
 */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final int GOING_AWAY = 421; // RFC 5321 §3.8
    private static final Set<String> UNSAFE = Set.of("5.7.10", "5.7.30"); // RFC 8689 §4.2.1

    private final ClientPools pools;
    private final Message message;
    private final BooleanSupplier go;

    Transaction(ClientPools pools, Message message, BooleanSupplier go) {
        this.pools = pools;
        this.message = message;
        this.go = go;
    }

    /**
     * Offers it.
     *
     * @param servers at least one
     * @return one outcome for each recipient, in the envelope's order; fails only for a bug
     */
    CompletionStage<List<Outcome>> offer(Envelope envelope, List<MailServer> servers) {
        return offer(envelope, servers, null);
    }

    /** @param down what came of a server before these, that may yet be as safe as the mail requires */
    private CompletionStage<List<Outcome>> offer(
            Envelope envelope, List<MailServer> servers, Outcome.@Nullable Deferred down) {
        MailServer server = servers.get(0);
        List<MailServer> others = servers.subList(1, servers.size());
        return pools.send(server, envelope, message, go)
                .handle((transferred, failure) -> failure == null
                        ? answered(envelope, server, others, transferred, down)
                        : failed(envelope, server, others, failure, down))
                .thenCompose(outcomes -> outcomes);
    }

    private CompletionStage<List<Outcome>> failed(
            Envelope envelope,
            MailServer server,
            List<MailServer> others,
            Throwable failure,
            Outcome.@Nullable Deferred down) {
        if (!(failure instanceof ClientFailure known)) {
            throw new IllegalStateException("delivery of " + envelope.id() + " failed unexpectedly", failure);
        }
        Hop hop = Hop.failed(server, known);
        boolean unsafe = envelope.demands().requireTls() && known.isUnprotected() && !isTransient(known.reply());
        if (known.isBeforeContent() && !others.isEmpty()) {
            LOG.debug("{} goes to {} instead: {}", envelope.id(), others.get(0), known.getMessage());
            Outcome outcome = Outcomes.of(envelope.recipients().get(0), known, hop);
            return offer(envelope, others, outcome instanceof Outcome.Deferred deferred && !unsafe ? deferred : down);
        }
        return CompletableFuture.completedFuture(envelope.recipients().stream()
                .map(recipient ->
                        unsafe ? Outcomes.unsafe(recipient, known, hop, down) : Outcomes.of(recipient, known, hop))
                .toList());
    }

    private CompletionStage<List<Outcome>> answered(
            Envelope envelope,
            MailServer server,
            List<MailServer> others,
            Transferred transferred,
            Outcome.@Nullable Deferred down) {
        Hop hop = Hop.of(server, transferred);
        boolean requiresTls = envelope.demands().requireTls();
        List<RecipientReply> replies = transferred.replies();
        List<Address> turnedAway = replies.stream()
                .filter(reply -> isTurnedAway(requiresTls, reply))
                .map(RecipientReply::recipient)
                .toList();
        if (turnedAway.isEmpty() || others.isEmpty()) {
            return CompletableFuture.completedFuture(replies.stream()
                    .map(reply -> down != null && requiresTls && isUnsafe(reply.reply())
                            ? Outcomes.again(reply.recipient(), down)
                            : Outcomes.of(reply, hop))
                    .toList());
        }
        LOG.debug("{} goes to {} instead of {}, which turned it away", envelope.id(), others.get(0), server);
        Envelope rest = envelope.toBuilder().recipients(turnedAway).build();
        Outcome.@Nullable Deferred busy = replies.stream()
                .map(reply -> Outcomes.of(reply, hop))
                .filter(Outcome.Deferred.class::isInstance)
                .map(Outcome.Deferred.class::cast)
                .findFirst()
                .orElse(down);
        return offer(rest, others, busy).thenApply(later -> merged(requiresTls, replies, hop, later.iterator()));
    }

    private static List<Outcome> merged(
            boolean requiresTls, List<RecipientReply> replies, Hop hop, Iterator<Outcome> later) {
        List<Outcome> merged = new ArrayList<>(replies.size());
        for (RecipientReply reply : replies) {
            merged.add(isTurnedAway(requiresTls, reply) ? later.next() : Outcomes.of(reply, hop));
        }
        return merged;
    }

    private static boolean isTurnedAway(boolean requiresTls, RecipientReply reply) {
        return reply.reply().code() == GOING_AWAY || (requiresTls && isUnsafe(reply.reply()));
    }

    /** Whether the server is not as safe as the mail requires: RFC 8689 §4.2.1 has every host tried. */
    private static boolean isUnsafe(Reply reply) {
        EnhancedCode status = reply.enhanced();
        return status != null && UNSAFE.contains(status.toString());
    }

    private static boolean isTransient(@Nullable Reply reply) {
        return reply != null && reply.isTransient();
    }
}
