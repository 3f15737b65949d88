package dev.postern.kafka.deferred;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Address;
import java.time.Instant;
import java.util.List;

/**
 * A mail with the recipients that are open, and how far it has come.
 *
 * @param name as events name it
 * @param born when its record was written; its age counts from here
 * @param due when it is to be attempted
 * @param attempts that were made
 * @param moves how often it went from one topic to another since the last attempt
 * @param warned whether its sender has been told of the delay
 */
public record PendingMail(
        OutgoingMail mail,
        DeliveryEvent.Mail name,
        Instant born,
        Instant due,
        int attempts,
        int moves,
        boolean warned) {
    /** The same with only these recipients. */
    public PendingMail with(List<Address> recipients) {
        OutgoingMail rest = new OutgoingMail(
                mail.envelope().toBuilder().recipients(recipients).build(), mail.message());
        return new PendingMail(rest, name, born, due, attempts, moves, warned);
    }

    /** The same after one more attempt, with only these recipients still open. */
    public PendingMail afterAttempt(List<Address> open) {
        return new PendingMail(with(open).mail, name, born, due, attempts + 1, 0, warned);
    }

    /** The same, where the sender knows of the delay. */
    public PendingMail withWarning() {
        return new PendingMail(mail, name, born, due, attempts, moves, true);
    }

    /** The same, to be attempted at this time. */
    public PendingMail dueAt(Instant time) {
        return new PendingMail(mail, name, born, time, attempts, moves, warned);
    }

    /** The same, as it goes from one topic to another. */
    public PendingMail moved() {
        return new PendingMail(mail, name, born, due, attempts, moves + 1, warned);
    }
}
