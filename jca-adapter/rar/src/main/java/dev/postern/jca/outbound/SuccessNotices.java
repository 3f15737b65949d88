package dev.postern.jca.outbound;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.DeliveryReport;
import dev.postern.mail.dsn.RecipientReport;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.delivery.OutcomeReports;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders who asked for it (RFC 3461) that their mail was handed on, where no other server does; by mail through a connection factory, whose journal keeps it. Of failure the
 * client is told by the reply. Safe for use by several threads.
 */
final class SuccessNotices {
    private static final Logger LOG = LoggerFactory.getLogger(SuccessNotices.class);
    private static final String STORED = "2.0.0";

    /** Strangers decide how many there are, and to whom. */
    private static final int MOST_WAITING = 10_000;

    private final @Nullable Outlet outlet;

    private SuccessNotices(@Nullable Outlet outlet) {
        this.outlet = outlet;
    }

    /**
     * Opens the connection factory of this name, as it is set outside, and sends what waits there.
     *
     * @param factory empty: nobody is told
     * @param user keeps it open; null: nobody closes it
     * @throws ResourceException if it can't be used; the message says why
     */
    static SuccessNotices by(String factory, @Nullable ResourceAdapter user) throws ResourceException {
        if (factory.isEmpty()) {
            return new SuccessNotices(null);
        }
        PosternManagedConnectionFactory outside = new PosternManagedConnectionFactory();
        outside.setName(factory);
        try {
            return new SuccessNotices(Outlets.get(OutboundSettings.of(outside), user));
        } catch (ResourceException e) {
            throw new InvalidPropertyException("postern.onward.notices = " + factory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Tells of those who have the mail.
     *
     * @param envelope as it came in
     * @param isFinal whether the servers keep the mailboxes, so that the mail has arrived
     */
    void tell(Envelope envelope, Message message, List<Outcome> outcomes, boolean isFinal) {
        OutcomeReports words = new OutcomeReports(Instant.now());
        List<RecipientReport> reports = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Delivered delivered
                    && !delivered.hop().dsn()) { // RFC 3461 §5.2.2
                reports.add(isFinal ? words.delivered(delivered) : words.relayed(delivered));
            }
        }
        tell(envelope, message, reports);
    }

    /** Tells of those in whose mailboxes we put the mail ourselves. */
    void tellStored(Envelope envelope, Message message, List<Address> recipients) {
        Instant now = Instant.now();
        tell(
                envelope,
                message,
                recipients.stream()
                        .map(recipient ->
                                new RecipientReport(recipient, Action.DELIVERED, STORED, null, null, now, null, null))
                        .toList());
    }

    private void tell(Envelope envelope, Message message, List<RecipientReport> reports) {
        if (outlet == null || reports.isEmpty()) {
            return;
        }
        if (outlet.waiting() >= MOST_WAITING) {
            LOG.warn(
                    "{} is not told that {} was handed on: {} mails wait already",
                    envelope.reversePath(),
                    envelope.id(),
                    MOST_WAITING);
            return;
        }
        try {
            outlet.notifier().tell(new DeliveryReport(envelope, message, null, reports), Instant.now());
        } catch (IOException e) { // the mail is where it should be, and must not be sent again for this
            LOG.error("{} is not told that {} was handed on", envelope.reversePath(), envelope.id(), e);
        }
    }
}
