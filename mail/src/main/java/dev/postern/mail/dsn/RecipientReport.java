package dev.postern.mail.dsn;

import dev.postern.mail.Address;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came of a mail for one recipient (RFC 3464 §2.3).
 *
 * @param recipient as the envelope of the mail names it
 * @param action what was done
 * @param status an enhanced status code (RFC 3463), such as 5.1.1
 * @param diagnostic the reply of the server, with its code first, or in other words what went wrong; null where there is nothing to say.
 *     It may hold anything
 * @param remoteMta the server that was asked, by its name or as {@code mx.example.net[192.0.2.1]:25}, or null where none was
 * @param lastAttempt when the last attempt was made, or null where none was or it is not known
 * @param retryUntil until when attempts will be made, or null where that is not known; told of delays only
 * @param logId under which the log of that server has the mail, or null
 */
public record RecipientReport(
        Address recipient,
        Action action,
        String status,
        @Nullable String diagnostic,
        @Nullable String remoteMta,
        @Nullable Instant lastAttempt,
        @Nullable Instant retryUntil,
        @Nullable String logId) {
    private static final Pattern STATUS = Pattern.compile("[245]\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

    private static final Pattern REPLY = Pattern.compile("[2-5]\\d\\d(?:[-\\s].*)?", Pattern.DOTALL);

    /** @throws IllegalArgumentException if the status is no enhanced status code */
    public RecipientReport {
        if (!STATUS.matcher(status).matches()) {
            throw new IllegalArgumentException("not an enhanced status code: " + status);
        }
    }

    /** Whether the diagnostic is the reply of a server. */
    boolean isReply() {
        return diagnostic != null && REPLY.matcher(diagnostic).matches();
    }
}
