package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.RecipientReply;
import org.jspecify.annotations.Nullable;

/** Turns replies, failures and missing routes into outcomes. */
final class Outcomes {
    private static final EnhancedCode OTHER_TRANSIENT = EnhancedCode.parse("4.0.0");
    private static final EnhancedCode OTHER_PERMANENT = EnhancedCode.parse("5.0.0");

    private static final EnhancedCode ENCRYPTION_NEEDED = EnhancedCode.parse("5.7.10"); // RFC 8689 §4.2.1

    private Outcomes() {}

    static Outcome of(RecipientReply answer, Hop hop) {
        Address recipient = answer.recipient();
        Reply reply = answer.reply();
        if (reply.isPositive()) {
            return new Outcome.Delivered(recipient, reply, hop);
        }
        EnhancedCode status = reply.enhanced();
        if (reply.isPermanent()) {
            return new Outcome.Bounced(
                    recipient, status == null ? OTHER_PERMANENT : status, reply, reply.toString(), hop);
        }
        // RFC 5321 §4.2.1: what is neither positive nor permanent did not happen, and may be tried again
        return new Outcome.Deferred(recipient, status == null ? OTHER_TRANSIENT : status, reply, reply.toString(), hop);
    }

    static Outcome of(Address recipient, ClientFailure failure, Hop hop) {
        String reason = String.valueOf(failure.getMessage());
        return failure.status().severity() == 5
                ? new Outcome.Bounced(recipient, failure.status(), failure.reply(), reason, hop)
                : new Outcome.Deferred(
                        recipient, failure.status(), failure.reply(), reason, hop, failure.heldBackFor());
    }

    /**
     * Of a mail that requires TLS, where the connection to the last server can't be protected.
     *
     * @param down what came of a server that may yet be safe, or null
     */
    static Outcome unsafe(Address recipient, ClientFailure failure, Hop hop, Outcome.@Nullable Deferred down) {
        return down == null
                ? new Outcome.Bounced(
                        recipient, ENCRYPTION_NEEDED, failure.reply(), String.valueOf(failure.getMessage()), hop)
                : again(recipient, down);
    }

    /** The same for another recipient. */
    static Outcome again(Address recipient, Outcome.Deferred outcome) {
        return new Outcome.Deferred(
                recipient, outcome.status(), outcome.reply(), outcome.reason(), outcome.hop(), outcome.heldBackFor());
    }

    static Outcome of(Address recipient, Routing.Unknown unknown) {
        return new Outcome.Deferred(
                recipient, unknown.status(), null, unknown.reason(), Hop.none(recipient.domain(), unknown.policy()));
    }

    static Outcome of(Address recipient, Routing.None none) {
        return new Outcome.Bounced(recipient, none.status(), null, none.reason(), Hop.none(recipient.domain()));
    }
}
