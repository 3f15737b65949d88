package dev.postern.jca.outbound;

import dev.postern.smtp.journal.Batch;
import dev.postern.smtp.journal.Journal;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A transaction of one connection alone. */
final class LocalWork implements LocalTransaction {
    private final Journal journal;
    private @Nullable Batch current;

    LocalWork(Journal journal) {
        this.journal = journal;
    }

    /** The mails of the transaction that has begun; null: none has. */
    @Nullable
    Batch current() {
        return current;
    }

    @Override
    public void begin() {
        current = journal.begin();
    }

    @Override
    public void commit() throws ResourceException {
        Batch batch = take();
        try {
            batch.commit();
        } catch (IOException e) {
            batch.rollback();
            throw new LocalTransactionException(
                    "the mail of the transaction could not be queued in the journal " + journal + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void rollback() throws ResourceException {
        take().rollback();
    }

    private Batch take() throws ResourceException {
        Batch batch = current;
        if (batch == null) {
            throw new LocalTransactionException("no transaction has begun");
        }
        current = null;
        return batch;
    }
}
