package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one attempt came to for one recipient. */
public sealed interface Outcome {
    /** Whom it is about. */
    Address recipient();

    /** The server of the attempt. */
    Hop hop();

    /** What an attempt came to that met a bug of ours: each recipient may get the mail at a better time. */
    static List<Outcome> ofFault(Envelope envelope) {
        return envelope.recipients().stream()
                .<Outcome>map(recipient -> new Deferred(
                        recipient,
                        Deferred.FAULT,
                        null,
                        "an unexpected fault of the gateway",
                        Hop.none(recipient.domain())))
                .toList();
    }

    /**
     * The server took the mail over for this recipient.
     *
     * @param reply its reply to the content
     */
    record Delivered(Address recipient, Reply reply, Hop hop) implements Outcome {
        private static final EnhancedCode FINE = EnhancedCode.parse("2.0.0");

        /** Class 2: what the server said, or else that nothing went wrong. */
        public EnhancedCode status() {
            EnhancedCode said = reply.enhanced();
            return said == null ? FINE : said;
        }
    }

    /**
     * It did not come about, but another attempt may succeed.
     *
     * <p>Where the connection was lost behind the content, the server may have taken the mail over all the same; then another
     * attempt makes a duplicate (RFC 5321 §6.1).
     *
     * @param status class 4
     * @param reply what the server answered, or null where it didn't
     * @param reason in words: the server's reply, or what went wrong where it gave none
     * @param heldBackFor how long our own limits do not let the mail go, so that no server was asked; null where it is for another reason
     */
    record Deferred(
            Address recipient,
            EnhancedCode status,
            @Nullable Reply reply,
            String reason,
            Hop hop,
            @Nullable Duration heldBackFor)
            implements Outcome {
        private static final EnhancedCode FAULT = EnhancedCode.parse("4.3.0"); // RFC 3463 §3.4: mail system, undefined

        /** Deferred for what the server or the way to it is like. */
        public Deferred(Address recipient, EnhancedCode status, @Nullable Reply reply, String reason, Hop hop) {
            this(recipient, status, reply, reason, hop, null);
        }

        /** Whether our own limits held the mail back, so that no server was asked. */
        public boolean isHeldBack() {
            return heldBackFor != null;
        }
    }

    /**
     * The mail can't be delivered to this recipient.
     *
     * @param status class 5
     * @param reply what the server answered, or null where it was not asked
     * @param reason in words: the server's reply, or what is wrong with the mail
     */
    record Bounced(
            Address recipient,
            EnhancedCode status,
            @Nullable Reply reply,
            String reason,
            Hop hop) implements Outcome {}
}
