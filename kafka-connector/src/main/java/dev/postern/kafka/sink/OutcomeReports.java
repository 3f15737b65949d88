package dev.postern.kafka.sink;

import dev.postern.mail.Address;
import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.RecipientReport;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.delivery.Hop;
import dev.postern.smtp.delivery.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as senders are told of them.
 *
 * @param time of the attempt
 */
record OutcomeReports(Instant time) {
    RecipientReport relayed(Outcome.Delivered delivered) {
        EnhancedCode status = OutcomeEvents.status(delivered);
        return report(delivered, Action.RELAYED, status, delivered.reply().toString(), null);
    }

    RecipientReport failed(Outcome.Bounced bounced) {
        return report(bounced, Action.FAILED, bounced.status(), bounced.reason(), null);
    }

    RecipientReport expired(Outcome.Deferred deferred) {
        return report(deferred, Action.FAILED, deferred.status(), deferred.reason(), null);
    }

    /** @param until when attempts end */
    RecipientReport delayed(Outcome.Deferred deferred, Instant until) {
        return report(deferred, Action.DELAYED, deferred.status(), deferred.reason(), until);
    }

    /** The end of a mail that was too old to be attempted. */
    static RecipientReport tooOld(Address recipient, String reason) {
        return new RecipientReport(
                recipient, Action.FAILED, OutcomeEvents.EXPIRED.toString(), reason, null, null, null, null);
    }

    private RecipientReport report(
            Outcome outcome, Action action, EnhancedCode status, String reason, @Nullable Instant until) {
        Hop hop = outcome.hop();
        @Nullable String server = hop.isServer() ? hop.peer() : null;
        return new RecipientReport(outcome.recipient(), action, status.toString(), reason, server, time, until, null);
    }
}
