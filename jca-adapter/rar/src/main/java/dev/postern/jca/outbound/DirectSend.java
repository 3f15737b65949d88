package dev.postern.jca.outbound;

import dev.postern.jca.MailRejectedException;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.delivery.Carrier;
import dev.postern.smtp.delivery.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a mail while its application waits. */
final class DirectSend {
    private static final Logger LOG = LoggerFactory.getLogger(DirectSend.class);

    private DirectSend() {}

    /** @throws MailSendException if somebody does not get it */
    static void send(Carrier carrier, OutgoingMail mail) throws MailSendException {
        conclude(mail, outcomes(carrier, mail));
    }

    /** @throws MailSendException if by these outcomes somebody does not get it */
    static void conclude(OutgoingMail mail, List<Outcome> outcomes) throws MailSendException {
        List<Address> delivered = new ArrayList<>();
        List<Address> deferred = new ArrayList<>();
        List<Address> refused = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        MailRejectedException rejection = null;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Delivered done) {
                LOG.info(
                        "{} delivered to {} by {}: {}",
                        mail.envelope().id(),
                        done.recipient(),
                        done.hop(),
                        done.reply());
                delivered.add(done.recipient());
            } else if (outcome instanceof Outcome.Bounced bounced) {
                refused.add(bounced.recipient());
                rejection = rejection == null ? rejection(bounced.reply(), 554, bounced.status()) : rejection;
                reasons.add(bounced.recipient() + " was refused: " + bounced.reason());
            } else if (outcome instanceof Outcome.Deferred later) {
                rejection = deferred.isEmpty() ? rejection(later.reply(), 451, later.status()) : rejection;
                deferred.add(later.recipient());
                reasons.add(later.recipient() + " does not get it now: " + later.reason());
            }
        }
        if (!reasons.isEmpty()) {
            throw new MailSendException(
                    mail.envelope().id() + ": " + String.join("; ", reasons), delivered, deferred, refused, rejection);
        }
    }

    /** The server's own reply, where it may be that to the content of another mail (RFC 5321 §4.3.2); without its text, which may name what is inside of a network. */
    private static MailRejectedException rejection(@Nullable Reply reply, int otherwise, EnhancedCode status) {
        int code = reply == null ? otherwise : reply.code();
        boolean fits = code / 100 == otherwise / 100 && (code / 10) % 10 == 5;
        String text = status.severity() == 4
                ? "Not delivered now; the mail stays with you, try again later"
                : "Not delivered: refused by the next server";
        return new MailRejectedException(fits ? code : otherwise, status.toString(), text);
    }

    /**
     * What an attempt comes to, for each recipient.
     *
     * @throws MailSendException if that is not known
     */
    static List<Outcome> outcomes(Carrier carrier, OutgoingMail mail) throws MailSendException {
        try {
            return carrier.deliver(mail.envelope(), mail.message())
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailSendException(
                    mail.envelope().id() + " may or may not have been sent: the thread was interrupted", e);
        } catch (ExecutionException e) {
            throw new MailSendException(
                    mail.envelope().id() + " met an unexpected fault of the gateway: " + e.getCause(), e.getCause());
        }
    }
}
