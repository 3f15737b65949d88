package dev.postern.mail;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a mail wants to be told of its delivery (RFC 3461 §4).
 *
 * @param ret how much of the mail a notification of failure returns, or null where that is not said
 * @param envelopeId the sender's own mark of this mail, which its notifications repeat, or null
 * @param recipients what is asked for single recipients; who is not in it is as {@link Recipient#UNSAID}
 */
public record DsnRequest(@Nullable Ret ret, @Nullable String envelopeId, Map<Address, Recipient> recipients) {
    /** Nothing is asked for: a failure is notified, nothing else (RFC 3461 §4.1). */
    public static final DsnRequest NONE = new DsnRequest(null, null, Map.of());

    /** How much of the mail comes back (RFC 3461 §4.3). */
    public enum Ret {
        /** All of it. */
        FULL,
        /** Its header. */
        HDRS
    }

    /** An event that is notified (RFC 3461 §4.1). */
    public enum Notify {
        /** None is; stands alone. */
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }

    /**
     * What is asked for one recipient.
     *
     * @param events those that are notified; empty where that is not said
     * @param original the recipient as the sender wrote it, type and address such as {@code rfc822;bob@example.net}, or null
     */
    public record Recipient(Set<Notify> events, @Nullable String original) {
        /** Nothing is said. */
        public static final Recipient UNSAID = new Recipient(Set.of(), null);

        /** @throws IllegalArgumentException if NEVER does not stand alone */
        public Recipient {
            events = Set.copyOf(events);
            if (events.contains(Notify.NEVER) && events.size() > 1) {
                throw new IllegalArgumentException("NEVER stands alone");
            }
        }
    }

    public DsnRequest {
        recipients = Map.copyOf(recipients);
    }

    /** The same with what is asked for single recipients. */
    public DsnRequest withRecipients(Map<Address, Recipient> asked) {
        return asked.isEmpty() && recipients.isEmpty() ? this : new DsnRequest(ret, envelopeId, asked);
    }

    /** What is asked for this recipient. */
    public Recipient of(Address recipient) {
        return recipients.getOrDefault(recipient, Recipient.UNSAID);
    }
}
