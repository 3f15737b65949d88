package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.ClientPool;
import dev.postern.smtp.client.RecipientReply;
import dev.postern.smtp.client.SmtpClient;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Delivers mail through one relay, and tells what came of it for each recipient. Safe for use by several threads. */
public final class Deliverer implements AutoCloseable {
    private static final EnhancedCode OTHER_TRANSIENT = EnhancedCode.parse("4.0.0");
    private static final EnhancedCode OTHER_PERMANENT = EnhancedCode.parse("5.0.0");

    private final SmtpClient relay;
    private final ClientPool pool;

    /**
     * @param relay closed together with the deliverer
     * @param maxConnections connections to the relay at the same time
     * @param mailsPerConnection mails after which a connection is closed
     */
    public Deliverer(SmtpClient relay, int maxConnections, int mailsPerConnection) {
        this.relay = relay;
        this.pool = new ClientPool(relay, maxConnections, mailsPerConnection);
    }

    /**
     * Attempts to deliver one mail; the message must stay open until the stage completes.
     *
     * @return one outcome for each recipient, in the envelope's order; fails only for a bug
     */
    public CompletionStage<List<Outcome>> deliver(Envelope envelope, Message message) {
        return deliver(envelope, message, () -> true);
    }

    /**
     * Attempts to deliver one mail that may be withdrawn while it waits for a connection.
     *
     * @param go asked when a connection is ready for the mail, on any thread: false withdraws it, and all outcomes are deferred. It may
     *     be asked again, where the relay had closed that connection, and must not block
     * @return as {@link #deliver(Envelope, Message)}
     */
    public CompletionStage<List<Outcome>> deliver(Envelope envelope, Message message, BooleanSupplier go) {
        return pool.send(envelope, message, go)
                .handle((transferred, failure) ->
                        failure == null ? outcomes(transferred) : outcomes(envelope, failure));
    }

    /** Ends all connections; mails that wait for one are deferred. */
    @Override
    public void close() {
        pool.close();
        relay.close();
    }

    private List<Outcome> outcomes(ClientPool.Transferred transferred) {
        Hop hop = new Hop(relay.peer(), transferred.tls());
        return transferred.replies().stream().map(reply -> outcome(reply, hop)).toList();
    }

    private static Outcome outcome(RecipientReply answer, Hop hop) {
        Address recipient = answer.recipient();
        Reply reply = answer.reply();
        if (reply.isPositive()) {
            return new Outcome.Delivered(recipient, reply, hop);
        }
        EnhancedCode status = reply.enhanced();
        if (reply.isPermanent()) {
            return new Outcome.Bounced(recipient, status == null ? OTHER_PERMANENT : status, reply.toString(), hop);
        }
        // RFC 5321 §4.2.1: what is neither positive nor permanent did not happen, and may be tried again
        return new Outcome.Deferred(recipient, status == null ? OTHER_TRANSIENT : status, reply.toString(), hop);
    }

    private List<Outcome> outcomes(Envelope envelope, Throwable failure) {
        if (!(failure instanceof ClientFailure known)) {
            throw new IllegalStateException("delivery of " + envelope.id() + " failed unexpectedly", failure);
        }
        Hop hop = new Hop(relay.peer(), null);
        String reason = String.valueOf(known.getMessage());
        return envelope.recipients().stream()
                .map(recipient -> known.status().severity() == 5
                        ? (Outcome) new Outcome.Bounced(recipient, known.status(), reason, hop)
                        : new Outcome.Deferred(recipient, known.status(), reason, hop))
                .toList();
    }
}
