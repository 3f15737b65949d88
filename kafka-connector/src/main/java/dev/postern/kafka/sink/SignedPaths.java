package dev.postern.kafka.sink;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.Envelope;
import dev.postern.mail.arrival.SignedReturnPath;
import dev.postern.smtp.delivery.ReturnPaths;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs the return paths of mail whose sender is of some domains. */
final class SignedPaths implements ReturnPaths {
    private static final Logger LOG = LoggerFactory.getLogger(SignedPaths.class);

    private final SignedReturnPath signer;
    private final Set<Domain> domains;
    private final boolean forEachRecipient;
    private final AtomicBoolean warned = new AtomicBoolean();

    SignedPaths(SignedReturnPath signer, Set<Domain> domains, boolean forEachRecipient) {
        this.signer = signer;
        this.domains = domains;
        this.forEachRecipient = forEachRecipient;
    }

    @Override
    public boolean isForEachRecipient() {
        return forEachRecipient;
    }

    @Override
    public Envelope onTheWire(Envelope transaction) {
        Address sender = transaction.reversePath();
        if (sender == null || !domains.contains(sender.domain())) {
            return transaction;
        }
        Optional<Address> signed = signer.sign(transaction.id(), sender, transaction.recipients(), Instant.now());
        if (signed.isEmpty() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "{} goes from {} with an unsigned return path, and so may others: sender and id have no room in 64"
                            + " octets; give a shorter id (mail.id), or let sender or topic have a shorter name",
                    transaction.id(),
                    sender);
        }
        return signed.map(path -> transaction.toBuilder().reversePath(path).build())
                .orElse(transaction);
    }
}
