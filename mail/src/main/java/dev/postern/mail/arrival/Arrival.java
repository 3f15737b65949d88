package dev.postern.mail.arrival;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail that came in is.
 *
 * @param notice what became of another mail; null but for {@link Kind#DELIVERY_STATUS}
 * @param complaint who complains of another mail; null but for {@link Kind#COMPLAINT}
 * @param receipt what its recipient has done with another mail; null but for {@link Kind#RECEIPT}
 * @param list the id of the list that it came by (RFC 2919), or what stands for it; null where it came by none
 * @param original what it says of the mail that it is about
 */
public record Arrival(
        Kind kind,
        @Nullable DeliveryNotice notice,
        @Nullable Complaint complaint,
        @Nullable Receipt receipt,
        @Nullable String list,
        Original original) {

    /** The kinds of mail; a mail is of the first that fits. */
    public enum Kind {
        /** A server says what became of a mail. */
        DELIVERY_STATUS("delivery-status"),
        /** A mailbox provider says that its user complains. */
        COMPLAINT("complaint"),
        /** The recipient, or a program for it, says that a mail was seen, or not. */
        RECEIPT("receipt"),
        /** Nobody has written it: out of office, and the like. */
        AUTO_REPLY("auto-reply"),
        /** It came by a list. */
        LIST("list"),
        /** All else. */
        PLAIN("plain");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** How it is written. */
        public String text() {
            return text;
        }
    }

    /**
     * The mail that this one is about, as far as it says.
     *
     * @param messageId without its brackets; null where it is not told
     * @param envelopeId as its sender gave it (RFC 3461 §4.4); null where it is not told
     * @param sender the address that it was sent from; null where it is not told
     * @param recipients whom it was sent to, by its header
     */
    public record Original(
            @Nullable String messageId,
            @Nullable String envelopeId,
            @Nullable String sender,
            List<String> recipients) {
        /** Nothing is told. */
        public static final Original UNKNOWN = new Original(null, null, null, List.of());

        public Original {
            recipients = List.copyOf(recipients);
        }
    }
}
