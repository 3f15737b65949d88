package dev.postern.kafka.event;

import dev.postern.mail.Address;
import dev.postern.mail.dsn.Classification;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.delivery.PolicyResult;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt came to for one recipient, or the end of all attempts.
 *
 * @param time when it was known
 * @param mail whose it is
 * @param attempt counted from 1 since the record was read; 0 where none was made
 * @param peer host, address and port of the server, or the domain where no server was found; null where none was sought
 * @param tls protocol and cipher, or null in plaintext
 * @param policy what the recipient's domain publishes about the protection of connections, and what was not as it says; null where no such policy
 *     held
 * @param code what the server answered (RFC 5321 §4.2), or null where it didn't
 * @param status the enhanced status code (RFC 3463)
 * @param meaning what a failure means, or null where there was none
 * @param text the server's reply, or what went wrong where it gave none
 * @param next when the next attempt begins, or null where there is none
 * @param proof of what a notification says that came in, how it is known whose mail it is about: {@code signature}, {@code envelope-id} or
 *     {@code message-id}; null for what we have seen ourselves
 */
public record DeliveryEvent(
        Kind kind,
        Instant time,
        Mail mail,
        Address recipient,
        int attempt,
        @Nullable String peer,
        @Nullable String tls,
        @Nullable PolicyResult policy,
        @Nullable Integer code,
        EnhancedCode status,
        @Nullable Classification meaning,
        String text,
        @Nullable Instant next,
        @Nullable String proof) {
    /** What we have seen ourselves. */
    public DeliveryEvent(
            Kind kind,
            Instant time,
            Mail mail,
            Address recipient,
            int attempt,
            @Nullable String peer,
            @Nullable String tls,
            @Nullable PolicyResult policy,
            @Nullable Integer code,
            EnhancedCode status,
            @Nullable Classification meaning,
            String text,
            @Nullable Instant next) {
        this(kind, time, mail, recipient, attempt, peer, tls, policy, code, status, meaning, text, next, null);
    }

    /** What became of the mail. */
    public enum Kind {
        /** Its record was read, and it is ours to send; told where that is set. */
        ACCEPTED,
        /** A server took it over for the recipient. */
        DELIVERED,
        /** Not now; there will be another attempt. */
        DEFERRED,
        /** Never: it was refused for good, or there is no way to the recipient. */
        BOUNCED,
        /** It could not be delivered in time, and is not tried any more. */
        EXPIRED,
        /** The recipient is on the list of those who get no mail: none was tried. */
        SUPPRESSED,
        /** Another record asked for the same mail before: this one is not sent. */
        DUPLICATE,
        /** Who got it does not want such mail. */
        COMPLAINED;

        /** Whether nothing follows. */
        public boolean isEnd() {
            return this != ACCEPTED && this != DEFERRED;
        }

        /** As it stands in records. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The mail, and the record that asked for it.
     *
     * @param id as in logs and in {@code mail.id}
     * @param reversePath whom the mail comes from, or null for {@code <>}
     * @param topic before any transformation, as are partition and offset
     */
    public record Mail(String id, @Nullable Address reversePath, String topic, int partition, long offset) {
        /** Where the record stands: {@code orders-3@17}. */
        public String record() {
            return topic + "-" + partition + "@" + offset;
        }
    }
}
