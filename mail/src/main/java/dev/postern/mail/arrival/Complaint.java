package dev.postern.mail.arrival;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That someone does not want a mail (RFC 5965).
 *
 * @param type such as {@code abuse}, in lower case
 * @param userAgent what wrote the report; null where it does not say
 * @param recipients who complains; many providers leave it out
 * @param source the address of the host that sent the mail; null where it is not told
 */
public record Complaint(
        String type,
        @Nullable String userAgent,
        List<String> recipients,
        @Nullable String source) {
    public Complaint {
        recipients = List.copyOf(recipients);
    }
}
