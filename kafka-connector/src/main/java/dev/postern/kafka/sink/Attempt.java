package dev.postern.kafka.sink;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.mail.Address;
import dev.postern.mail.dsn.RecipientReport;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.delivery.OutcomeReports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one attempt came to: who got the mail, who will not, who is still open, and who is told. */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final PendingMail mail;
    private final Times times;
    private final OutcomeEvents asEvents;
    private final OutcomeReports asReports;
    private final List<DeliveryEvent> events = new ArrayList<>();
    private final List<RecipientReport> reports = new ArrayList<>();
    private final List<Outcome.Deferred> deferred = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * When things are.
     *
     * @param now when the outcomes were known
     * @param next when the next attempt is, or null where there is none
     * @param end behind it no attempt begins
     * @param isLate whether the sender is told now that the mail is delayed
     */
    record Times(Instant now, @Nullable Instant next, Instant end, boolean isLate) {}

    /** @param mail as it was before the attempt */
    Attempt(PendingMail mail, Times times) {
        this.mail = mail;
        this.times = times;
        this.asEvents = new OutcomeEvents(mail.name(), mail.attempts() + 1, times.now());
        this.asReports = new OutcomeReports(times.now());
    }

    void note(Outcome outcome) {
        String id = mail.name().id();
        if (outcome instanceof Outcome.Delivered delivered) {
            LOG.info("{} delivered to {} by {}: {}", id, delivered.recipient(), delivered.hop(), delivered.reply());
            if (!delivered.hop().dsn()) { // RFC 3461 §5.2.2: else the server tells
                reports.add(asReports.relayed(delivered));
            }
        } else if (outcome instanceof Outcome.Bounced bounced) {
            LOG.warn("{} bounced for {} by {}: {}", id, bounced.recipient(), bounced.hop(), bounced.reason());
            failures.add(bounced.recipient() + " was refused: " + bounced.reason());
            reports.add(asReports.failed(bounced));
        } else if (outcome instanceof Outcome.Deferred later) {
            note(later);
        }
        events.add(asEvents.of(outcome, times.next()));
    }

    private void note(Outcome.Deferred later) {
        deferred.add(later);
        if (times.next() == null) {
            failures.add(later.recipient() + " was given up after " + count(mail.attempts() + 1, "attempt") + ": "
                    + later.reason());
            reports.add(asReports.expired(later));
        } else if (times.isLate()) {
            reports.add(asReports.delayed(later, times.end()));
        }
    }

    /** Whether there is another attempt. */
    boolean goesOn() {
        return times.next() != null && !deferred.isEmpty();
    }

    /** The mail with the recipients that are still open. */
    PendingMail rest() {
        List<Address> open = deferred.stream().map(Outcome.Deferred::recipient).toList();
        boolean isHeldBack = deferred.stream().allMatch(Outcome.Deferred::isHeldBack); // no server was asked
        PendingMail rest = isHeldBack ? mail.with(open).moved() : mail.afterAttempt(open);
        LOG.info(
                "{} deferred for {}, attempt {} at {}: {}",
                mail.name().id(),
                count(deferred.size(), "recipient"),
                rest.attempts() + 1,
                times.next(),
                deferred.get(0).reason());
        return times.isLate() ? rest.withWarning() : rest;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    List<DeliveryEvent> events() {
        return events;
    }

    /** What the sender may want to be told. */
    List<RecipientReport> reports() {
        return reports;
    }

    /** Why recipients will not get the mail. */
    List<String> failures() {
        return failures;
    }
}
