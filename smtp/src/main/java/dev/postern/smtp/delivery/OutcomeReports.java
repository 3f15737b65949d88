package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.RecipientReport;
import dev.postern.smtp.EnhancedCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as senders are told of them.
 *
 * @param time of the attempt
 */
public record OutcomeReports(Instant time) {
    /** Delivery time expired (RFC 3463 §3.5). */
    private static final String EXPIRED = "5.4.7";

    /** The server, which keeps the recipient's mailbox, took the mail. */
    public RecipientReport delivered(Outcome.Delivered delivered) {
        return report(
                delivered,
                Action.DELIVERED,
                delivered.status(),
                delivered.reply().toString(),
                null);
    }

    /** The server took the mail, and tells the sender nothing itself. */
    public RecipientReport relayed(Outcome.Delivered delivered) {
        return report(
                delivered, Action.RELAYED, delivered.status(), delivered.reply().toString(), null);
    }

    /** The mail can't be delivered. */
    public RecipientReport failed(Outcome.Bounced bounced) {
        return report(bounced, Action.FAILED, bounced.status(), bounced.reason(), null);
    }

    /** There is no other attempt. */
    public RecipientReport expired(Outcome.Deferred deferred) {
        return report(deferred, Action.FAILED, deferred.status(), deferred.reason(), null);
    }

    /**
     * There are others.
     *
     * @param until when they end
     */
    public RecipientReport delayed(Outcome.Deferred deferred, Instant until) {
        return report(deferred, Action.DELAYED, deferred.status(), deferred.reason(), until);
    }

    /** The end of a mail that was too old to be attempted. */
    public static RecipientReport tooOld(Address recipient, String reason) {
        return new RecipientReport(recipient, Action.FAILED, EXPIRED, reason, null, null, null, null);
    }

    private RecipientReport report(
            Outcome outcome, Action action, EnhancedCode status, String reason, @Nullable Instant until) {
        Hop hop = outcome.hop();
        @Nullable String server = hop.isServer() ? hop.peer() : null;
        return new RecipientReport(outcome.recipient(), action, status.toString(), reason, server, time, until, null);
    }
}
