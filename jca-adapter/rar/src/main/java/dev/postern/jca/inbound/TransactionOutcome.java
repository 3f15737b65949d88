package dev.postern.jca.inbound;

import dev.postern.smtp.server.Decision;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Hears how a bean's transaction ends, and lets it commit only while the client still waits: an expired mail's transaction rolls back.
 *
 * <p>A synchronization, not an XA resource: it adds no branch, so the bean's database keeps its one-phase commit and a crash leaves
 * nothing of ours to recover.
 */
final class TransactionOutcome implements Synchronization {
    private final Decision decision;
    private final TransactionSynchronizationRegistry registry;
    private volatile boolean committed;

    private TransactionOutcome(Decision decision, TransactionSynchronizationRegistry registry) {
        this.decision = decision;
        this.registry = registry;
    }

    /** Joins the transaction of this thread. */
    static TransactionOutcome join(TransactionSynchronizationRegistry registry, Decision decision) {
        TransactionOutcome outcome = new TransactionOutcome(decision, registry);
        registry.registerInterposedSynchronization(outcome);
        return outcome;
    }

    /** Whether the transaction has committed. */
    boolean isCommitted() {
        return committed;
    }

    /** Makes the transaction roll back. */
    void rollBack() {
        if (registry.getTransactionStatus() == Status.STATUS_ACTIVE) {
            registry.setRollbackOnly();
        }
    }

    @Override
    public void beforeCompletion() {
        if (!decision.commit()) {
            registry.setRollbackOnly();
        }
    }

    @Override
    public void afterCompletion(int status) {
        committed = status == Status.STATUS_COMMITTED;
    }
}
