package dev.postern.jca.outbound;

import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a mail while its application waits. */
final class DirectSend {
    private static final Logger LOG = LoggerFactory.getLogger(DirectSend.class);

    private DirectSend() {}

    /** @throws MailSendException if somebody does not get it */
    static void send(Deliverer deliverer, OutgoingMail mail) throws MailSendException {
        List<Address> delivered = new ArrayList<>();
        List<Address> deferred = new ArrayList<>();
        List<Address> refused = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Outcome outcome : outcomes(deliverer, mail)) {
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
                reasons.add(bounced.recipient() + " was refused: " + bounced.reason());
            } else if (outcome instanceof Outcome.Deferred later) {
                deferred.add(later.recipient());
                reasons.add(later.recipient() + " does not get it now: " + later.reason());
            }
        }
        if (!reasons.isEmpty()) {
            throw new MailSendException(
                    mail.envelope().id() + ": " + String.join("; ", reasons), delivered, deferred, refused);
        }
    }

    private static List<Outcome> outcomes(Deliverer deliverer, OutgoingMail mail) throws MailSendException {
        try {
            return deliverer
                    .deliver(mail.envelope(), mail.message())
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
