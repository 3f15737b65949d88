package dev.postern.mail.dsn;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a mail, for some of its recipients or all.
 *
 * @param envelope as the mail came; it says whom to tell, and what that sender wants to be told
 * @param message the mail itself, or null where it is lost
 * @param arrival when it came, or null where that is not known
 * @param recipients those of whom there is something to tell
 */
public record DeliveryReport(
        Envelope envelope,
        @Nullable Message message,
        @Nullable Instant arrival,
        List<RecipientReport> recipients) {
    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }
}
