package dev.postern.kafka.sink;

import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Envelope;
import dev.postern.mail.MailId;
import dev.postern.mail.dsn.DeliveryReport;
import dev.postern.mail.dsn.Dsn;
import dev.postern.mail.dsn.DsnBuilder;
import dev.postern.mail.dsn.RecipientReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders what became of their mail, by mail (RFC 3464) that waits among the deferred until it is attempted, at once.
 *
 * @param delayedAfter from which age on a sender is told that a mail is delayed; zero: never
 */
record Notices(DsnBuilder builder, DeferredLog queue, Duration delayedAfter) {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** Whether the sender of a mail that is deferred is to be told now. */
    boolean isLate(PendingMail mail, Instant now) {
        return !mail.warned()
                && !delayedAfter.isZero()
                && !now.isBefore(mail.born().plus(delayedAfter));
    }

    /**
     * Tells the sender what he wants to be told of this.
     *
     * @return completes when the notifications are stored for good
     */
    CompletableFuture<Void> send(PendingMail mail, List<RecipientReport> reports, Instant now) {
        if (reports.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        OutgoingMail about = mail.mail();
        DeliveryReport report = new DeliveryReport(about.envelope(), about.message(), mail.born(), reports);
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        try {
            for (Dsn notice : builder.build(report, now, () -> MailId.next(Clock.systemUTC()))) {
                LOG.info(
                        "{} is told of {} by {}",
                        notice.envelope().recipients().get(0),
                        mail.name().id(),
                        notice.envelope().id());
                stored.add(queue.append(pending(notice, mail, now), queue.until(now, now)));
            }
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new UncheckedIOException(e));
        }
        return CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new));
    }

    private static PendingMail pending(Dsn notice, PendingMail about, Instant now) {
        Envelope envelope = notice.envelope();
        DeliveryEvent.Mail origin = about.name();
        DeliveryEvent.Mail name =
                new DeliveryEvent.Mail(envelope.id(), null, origin.topic(), origin.partition(), origin.offset());
        return new PendingMail(new OutgoingMail(envelope, notice.message()), name, now, now, 0, 0, false);
    }
}
