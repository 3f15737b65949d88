package dev.postern.smtp.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which {@linkplain dev.postern.mail.Demands demands} of senders a sink honours: a server offers those alone, and refuses the others with
 * 555.
 *
 * @param requireTls whether all that it sends on goes by TLS with proof, or bounces (RFC 8689)
 * @param longestHold how long it can hold a mail back (RFC 4865), or null; offered at submission only
 * @param deliverBy whether it returns mail in time (RFC 2852)
 * @param priority whether it sends mail of a higher priority first (RFC 6710)
 */
public record Honours(boolean requireTls, @Nullable Duration longestHold, boolean deliverBy, boolean priority) {
    /** None of them. */
    public static final Honours NONE = new Honours(false, null, false, false);
}
