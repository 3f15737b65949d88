package dev.postern.ear.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** A user's bean that is slow and few, and tells how many mails it has taken, and how many of it were at work at most, since it was asked before. */
@MessageDriven(
        name = "PoolBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "pool"),
            @ActivationConfigProperty(propertyName = "deliveriesMax", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "replyDeadlineMs", propertyValue = "3000")
        })
public class PoolBean implements MailListener {
    private static final long SLOW_MILLIS = 500;
    private static final long BRISK_MILLIS = 5;
    private static final AtomicInteger TAKEN = new AtomicInteger();
    private static final AtomicInteger ACTIVE = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @Override
    public void onMail(InboundMail mail) {
        String recipient = mail.envelope().recipients().get(0).localPart();
        if (recipient.equals("tells")) {
            throw new MailRejectedException(550, "5.0.0", "taken " + TAKEN.getAndSet(0) + " most " + MOST.getAndSet(0));
        }
        MOST.accumulateAndGet(ACTIVE.incrementAndGet(), Math::max);
        try {
            Thread.sleep(recipient.equals("slow") ? SLOW_MILLIS : BRISK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ACTIVE.decrementAndGet();
        }
        transactions.registerInterposedSynchronization(new Counter());
    }

    /** Counts a mail whose transaction has committed. */
    private static final class Counter implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                TAKEN.incrementAndGet();
            }
        }
    }
}
