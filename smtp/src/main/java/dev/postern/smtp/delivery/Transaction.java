package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.ClientPools;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.RecipientReply;
import dev.postern.smtp.client.Transferred;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mail to recipients who share servers, offered to one server after the other until one deals with it.
 *
 * <p>The next server gets its turn where one can't be reached, turns us away, is lost before the content, or says 421: it is down or busy. Any
 * other reply is its word on the mail or the mailbox, which a backup server would only hear in our place: that stands.
 */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final int GOING_AWAY = 421; // RFC 5321 §3.8

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
        MailServer server = servers.get(0);
        List<MailServer> others = servers.subList(1, servers.size());
        return pools.send(server, envelope, message, go)
                .handle((transferred, failure) -> failure == null
                        ? answered(envelope, server, others, transferred)
                        : failed(envelope, server, others, failure))
                .thenCompose(outcomes -> outcomes);
    }

    private CompletionStage<List<Outcome>> failed(
            Envelope envelope, MailServer server, List<MailServer> others, Throwable failure) {
        if (!(failure instanceof ClientFailure known)) {
            throw new IllegalStateException("delivery of " + envelope.id() + " failed unexpectedly", failure);
        }
        if (known.isBeforeContent() && !others.isEmpty()) {
            LOG.debug("{} goes to {} instead: {}", envelope.id(), others.get(0), known.getMessage());
            return offer(envelope, others);
        }
        Hop hop = Hop.of(server.toString(), null);
        return CompletableFuture.completedFuture(envelope.recipients().stream()
                .map(recipient -> Outcomes.of(recipient, known, hop))
                .toList());
    }

    private CompletionStage<List<Outcome>> answered(
            Envelope envelope, MailServer server, List<MailServer> others, Transferred transferred) {
        Hop hop = Hop.of(server.toString(), transferred.tls());
        List<RecipientReply> replies = transferred.replies();
        List<Address> turnedAway = replies.stream()
                .filter(Transaction::isTurnedAway)
                .map(RecipientReply::recipient)
                .toList();
        if (turnedAway.isEmpty() || others.isEmpty()) {
            return CompletableFuture.completedFuture(
                    replies.stream().map(reply -> Outcomes.of(reply, hop)).toList());
        }
        LOG.debug("{} goes to {} instead of {}, which is going away", envelope.id(), others.get(0), server);
        Envelope rest = envelope.toBuilder().recipients(turnedAway).build();
        return offer(rest, others).thenApply(later -> merged(replies, hop, later.iterator()));
    }

    private static List<Outcome> merged(List<RecipientReply> replies, Hop hop, Iterator<Outcome> later) {
        List<Outcome> merged = new ArrayList<>(replies.size());
        for (RecipientReply reply : replies) {
            merged.add(isTurnedAway(reply) ? later.next() : Outcomes.of(reply, hop));
        }
        return merged;
    }

    private static boolean isTurnedAway(RecipientReply reply) {
        return reply.reply().code() == GOING_AWAY;
    }
}
