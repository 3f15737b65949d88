package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.RecipientReply;

/** Turns replies, failures and missing routes into outcomes. */
final class Outcomes {
    private static final EnhancedCode OTHER_TRANSIENT = EnhancedCode.parse("4.0.0");
    private static final EnhancedCode OTHER_PERMANENT = EnhancedCode.parse("5.0.0");

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
                : new Outcome.Deferred(recipient, failure.status(), failure.reply(), reason, hop);
    }

    static Outcome of(Address recipient, Routing.Unknown unknown) {
        return new Outcome.Deferred(recipient, unknown.status(), null, unknown.reason(), Hop.none(recipient.domain()));
    }

    static Outcome of(Address recipient, Routing.None none) {
        return new Outcome.Bounced(recipient, none.status(), null, none.reason(), Hop.none(recipient.domain()));
    }
}
