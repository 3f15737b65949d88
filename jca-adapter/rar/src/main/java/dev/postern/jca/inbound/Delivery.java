package dev.postern.jca.inbound;

import dev.postern.jca.MailRejectedException;
import dev.postern.mail.Client;
import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.WithoutFields;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.Decision;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail on its way to the bean and the client's reply on its way back. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Reply EXPIRED = Reply.of(451, "4.3.2", "Too late; the mail stays with you");
    private static final Reply NOT_READY =
            Reply.of(451, "4.3.2", "The application is not ready; the mail stays with you, try again later");
    private static final Reply UNWANTED = Reply.of(550, "5.7.1", "The application takes no such mail");
    private static final Reply TOO_MUCH = Reply.of(554, "5.6.0", "The content of the mail is more than is read of one");
    private static final Reply FAILED =
            Reply.of(451, "4.3.0", "The application did not take the mail; it stays with you, try again later");

    private final Envelope envelope;
    private final Message message;
    private final Decision decision;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    Delivery(Envelope envelope, Message message, Decision decision) {
        this.envelope = envelope;
        this.message = message;
        this.decision = decision;
    }

    /** Completes when it is known what became of the mail. */
    CompletionStage<Reply> reply() {
        return reply;
    }

    /** Whether the client has been told that it was too late. */
    boolean isExpired() {
        return decision.state() == Decision.State.EXPIRED;
    }

    /** Whom the client has logged in as, or null. */
    @Nullable
    String user() {
        Client client = envelope.client();
        return client == null ? null : client.user();
    }

    /** Ends without the bean, as the application server does not let it be called as the client's user. */
    void refuseWithoutCaller(String reason) {
        LOG.warn(
                "{} is answered 451: the application server tells the bean no caller, as authRealm asks it to; the README says what"
                        + " it needs: {}",
                envelope.id(),
                reason);
        refuse(FAILED);
    }

    /** Ends without the bean. */
    void refuse(Reply answer) {
        message.close();
        reply.complete(answer);
    }

    /** Brings the mail to the bean, on this thread, and answers. */
    void run(Endpoint endpoint) {
        try (message) {
            reply.complete(isExpired() ? expired(endpoint) : deliver(endpoint));
        } catch (RuntimeException | Error e) { // a bug must not leave the client without a reply
            reply.completeExceptionally(e);
        }
    }

    private Reply deliver(Endpoint endpoint) {
        MessageEndpoint bean;
        try {
            bean = endpoint.factory().createEndpoint(null);
        } catch (UnavailableException e) {
            LOG.warn("{} is answered 451: no bean to take it: {}", envelope.id(), e.getMessage());
            return NOT_READY;
        }
        try {
            Message seen = endpoint.stripsBcc() ? WithoutFields.blind(message) : message;
            Object mail = endpoint.methods().argumentFor(new ReceivedMail(envelope, seen, endpoint.onward()));
            if (mail == null) {
                endpoint.counts().addRefused();
                LOG.info("{} is refused: it fits no method of the bean", envelope.id());
                return UNWANTED;
            }
            return endpoint.methods().isTransacted()
                    ? inTransaction(endpoint, bean, mail)
                    : withoutTransaction(endpoint, bean, mail);
        } catch (IOException e) {
            return failed(endpoint, e);
        } finally {
            bean.release();
        }
    }

    private Reply inTransaction(Endpoint endpoint, MessageEndpoint bean, Object mail) {
        TransactionOutcome outcome;
        Throwable failure;
        try {
            bean.beforeDelivery(endpoint.methods().onMail());
            outcome = TransactionOutcome.join(endpoint.transactions(), decision);
            failure = endpoint.methods().call(bean, mail);
            if (failure != null) {
                outcome.rollBack(); // else an exception that the container takes for the application's own would commit
            }
        } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
            return failed(endpoint, e);
        }
        try {
            bean.afterDelivery();
        } catch (ResourceException | RuntimeException e) {
            return failed(endpoint, failure == null ? e : failure);
        }
        if (failure != null) {
            return failed(endpoint, failure);
        }
        if (outcome.isCommitted()) {
            return accepted(endpoint);
        }
        countFailure(endpoint);
        LOG.warn("{} is {}: its transaction rolled back", envelope.id(), isExpired() ? "expired" : "answered 451");
        return FAILED;
    }

    // Nothing of what the bean does can be undone: from here on the mail counts as being taken.
    private Reply withoutTransaction(Endpoint endpoint, MessageEndpoint bean, Object mail) {
        if (!decision.commit()) {
            return expired(endpoint);
        }
        Throwable failure = endpoint.methods().call(bean, mail);
        return failure == null ? accepted(endpoint) : failed(endpoint, failure);
    }

    private Reply accepted(Endpoint endpoint) {
        endpoint.counts().addDelivered();
        return Reply.of(250, "2.0.0", "Accepted as " + envelope.id());
    }

    private static Reply expired(Endpoint endpoint) {
        endpoint.counts().addExpired();
        return EXPIRED;
    }

    private Reply failed(Endpoint endpoint, Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MailRejectedException refusal) {
                endpoint.counts().addRefused();
                return Reply.of(refusal.code(), refusal.enhancedCode(), String.valueOf(refusal.getMessage()));
            }
            if (cause instanceof ContentLimitException limit) {
                endpoint.counts().addRefused();
                LOG.info("{} is refused: {}", envelope.id(), limit.getMessage());
                return TOO_MUCH;
            }
            root = cause;
        }
        countFailure(endpoint);
        LOG.warn("{} is answered 451: the delivery failed: {}", envelope.id(), root.toString());
        LOG.debug("{} was not delivered", envelope.id(), failure); // the container has logged its trace
        return FAILED;
    }

    private void countFailure(Endpoint endpoint) {
        endpoint.counts().addRolledBack();
        try {
            endpoint.failures().failed(message, envelope);
        } catch (IOException e) {
            LOG.debug("{} will not be recognised when it comes again", envelope.id(), e);
        }
    }
}
