package dev.postern.kafka.sink;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.event.DeliveryEvent.Kind;
import dev.postern.mail.Address;
import dev.postern.mail.dsn.Classification;
import dev.postern.mail.dsn.Classifier;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.delivery.Hop;
import dev.postern.smtp.delivery.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as events.
 *
 * @param attempt counted from 1
 * @param time when the outcomes were known
 */
record OutcomeEvents(DeliveryEvent.Mail mail, int attempt, Instant time) {
    /** Delivery not authorized (RFC 3463 §3.8): by ourselves. */
    private static final EnhancedCode SUPPRESSED = EnhancedCode.parse("5.7.1");

    /** Nothing went wrong (RFC 3463 §3.1). */
    private static final EnhancedCode FINE = EnhancedCode.parse("2.0.0");

    /** Delivery time expired (RFC 3463 §3.5). */
    private static final EnhancedCode EXPIRED = EnhancedCode.parse("5.4.7");

    /**
     * The event of one outcome.
     *
     * @param next when a deferred mail is attempted again, or null if it has expired
     */
    DeliveryEvent of(Outcome outcome, @Nullable Instant next) {
        if (outcome instanceof Outcome.Delivered delivered) {
            Reply reply = delivered.reply();
            return event(Kind.DELIVERED, outcome, reply, delivered.status(), reply.toString(), null);
        }
        if (outcome instanceof Outcome.Bounced bounced) {
            return event(Kind.BOUNCED, outcome, bounced.reply(), bounced.status(), bounced.reason(), null);
        }
        Outcome.Deferred deferred = (Outcome.Deferred) outcome;
        Kind kind = next == null ? Kind.EXPIRED : Kind.DEFERRED;
        return event(kind, outcome, deferred.reply(), deferred.status(), deferred.reason(), next);
    }

    /** The end of a mail that was too old to be attempted. */
    static DeliveryEvent tooOld(DeliveryEvent.Mail mail, Address recipient, Instant now, String text) {
        return new DeliveryEvent(
                Kind.EXPIRED,
                now,
                mail,
                recipient,
                0,
                null,
                null,
                null,
                null,
                EXPIRED,
                Classification.EXPIRED,
                text,
                null);
    }

    /** A recipient who gets no mail. */
    static DeliveryEvent suppressed(DeliveryEvent.Mail mail, Address recipient, Instant now, String reason) {
        return new DeliveryEvent(
                Kind.SUPPRESSED, now, mail, recipient, 0, null, null, null, null, SUPPRESSED, null, reason, null);
    }

    /** A mail that was taken up: an event for each recipient. */
    static List<DeliveryEvent> accepted(PendingMail pending) {
        Instant now = Instant.now();
        return pending.mail().envelope().recipients().stream()
                .map(recipient -> new DeliveryEvent(
                        Kind.ACCEPTED,
                        now,
                        pending.name(),
                        recipient,
                        0,
                        null,
                        null,
                        null,
                        null,
                        FINE,
                        null,
                        "taken up",
                        null))
                .toList();
    }

    /** A mail that another record asked for before. */
    static DeliveryEvent duplicate(DeliveryEvent.Mail mail, Address recipient, Instant now, String reason) {
        return new DeliveryEvent(
                Kind.DUPLICATE, now, mail, recipient, 0, null, null, null, null, FINE, null, reason, null);
    }

    private DeliveryEvent event(
            Kind kind,
            Outcome outcome,
            @Nullable Reply reply,
            EnhancedCode status,
            String text,
            @Nullable Instant next) {
        Hop hop = outcome.hop();
        @Nullable Integer code = reply == null ? null : (Integer) reply.code();
        @Nullable
        Classification meaning = kind == Kind.DELIVERED
                ? null
                : Classifier.standard().classify(status.toString(), text, hop.isServer() ? hop.peer() : null);
        return new DeliveryEvent(
                kind,
                time,
                mail,
                outcome.recipient(),
                attempt,
                hop.peer(),
                hop.tls(),
                hop.policy(),
                code,
                status,
                meaning,
                text,
                next);
    }
}
