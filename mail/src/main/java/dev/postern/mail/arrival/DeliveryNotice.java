package dev.postern.mail.arrival;

import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.Classification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mail, as a server says.
 *
 * @param standard whether it is of the form of RFC 3464; or else it was read out of words
 * @param reporter the server that says so; null where it does not say who it is
 * @param recipients whom it is about; empty where that could not be read
 */
public record DeliveryNotice(boolean standard, @Nullable String reporter, List<Recipient> recipients) {
    public DeliveryNotice {
        recipients = List.copyOf(recipients);
    }

    /**
     * What became of it for one recipient.
     *
     * @param address whom it went to in the end
     * @param original whom it was sent to; null where that is not told
     * @param action what became of it
     * @param status the enhanced status code; null where there is none
     * @param code the reply code, or 0
     * @param text what the server said; may be empty
     * @param server that said it; null where it is not told
     * @param meaning what a failure means; OTHER for what is none
     */
    public record Recipient(
            String address,
            @Nullable String original,
            Action action,
            @Nullable String status,
            int code,
            String text,
            @Nullable String server,
            Classification meaning) {
        /** Whether the address takes no mail, and never will: there is no such mailbox, or no such domain. */
        public boolean isHard() {
            return action == Action.FAILED
                    && (meaning == Classification.BAD_MAILBOX || meaning == Classification.BAD_DOMAIN);
        }
    }
}
