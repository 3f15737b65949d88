package dev.postern.smtp.journal;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A mail in the queue.
 *
 * @param file holds it
 * @param envelope with the recipients that are open
 * @param born when it was handed over; its age counts from here
 * @param attempts that were made
 * @param due when the next one is
 * @param warned whether its sender has been told of a delay
 */
record JournaledMail(
        Path file, Envelope envelope, Message message, Instant born, int attempts, Instant due, boolean warned) {
    /** The same behind another attempt, with these recipients still open. */
    JournaledMail afterAttempt(List<Address> open, Instant next, boolean isTold) {
        Envelope rest = envelope.toBuilder().recipients(open).build();
        return new JournaledMail(file, rest, message, born, attempts + 1, next, warned || isTold);
    }
}
