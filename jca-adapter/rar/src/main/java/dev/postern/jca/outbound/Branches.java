package dev.postern.jca.outbound;

import dev.postern.smtp.journal.Batch;
import dev.postern.smtp.journal.Journal;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The branches of transactions in which mail is sent, over all connections: a transaction manager may end, prepare and commit a branch through another connection than the one
 * that began it. Safe for use by several threads.
 */
final class Branches {
    private static final Logger LOG = LoggerFactory.getLogger(Branches.class);

    private final Journal journal;
    private final Map<String, Batch> open = new ConcurrentHashMap<>();

    Branches(Journal journal) {
        this.journal = journal;
    }

    /** Whose branches they are. */
    Journal journal() {
        return journal;
    }

    /** The mails of a branch, which begins here unless another connection takes part in it already. */
    Batch begin(Xid xid, boolean joins) throws XAException {
        String name = BranchName.of(xid);
        Batch batch = joins ? open.get(name) : journal.begin();
        if (batch == null) {
            throw failure(XAException.XAER_NOTA, "there is no such branch to take part in", null);
        }
        if (!joins && open.putIfAbsent(name, batch) != null) {
            throw failure(XAException.XAER_DUPID, "there is such a branch already", null);
        }
        return batch;
    }

    int prepare(Xid xid) throws XAException {
        String name = BranchName.of(xid);
        Batch batch = open.remove(name);
        if (batch == null) {
            throw failure(XAException.XAER_NOTA, "there is no such branch to prepare", null);
        }
        if (batch.isEmpty()) {
            return XAResource.XA_RDONLY;
        }
        try {
            batch.prepare(name);
            return XAResource.XA_OK;
        } catch (IOException e) {
            forget(batch);
            throw failure(XAException.XA_RBROLLBACK, "its mail could not be kept in the journal " + journal, e);
        }
    }

    void commit(Xid xid, boolean onePhase) throws XAException {
        String name = BranchName.of(xid);
        Batch batch = onePhase ? open.remove(name) : null;
        try {
            if (batch != null) {
                batch.commit();
            } else if (!journal.commit(name)) {
                throw failure(XAException.XAER_NOTA, "there is no such branch to commit", null);
            }
        } catch (IOException e) {
            if (batch == null) { // it stays prepared: the transaction manager asks again
                throw failure(XAException.XAER_RMFAIL, "its mail could not be queued in the journal " + journal, e);
            }
            forget(batch);
            throw failure(XAException.XA_RBROLLBACK, "its mail could not be queued in the journal " + journal, e);
        }
    }

    void rollback(Xid xid) throws XAException {
        String name = BranchName.of(xid);
        Batch batch = open.remove(name);
        try {
            if (batch != null) {
                forget(batch);
            } else if (!journal.rollback(name)) {
                throw failure(XAException.XAER_NOTA, "there is no such branch to roll back", null);
            }
        } catch (IOException e) {
            throw failure(XAException.XAER_RMFAIL, "its mail could not be taken from the journal " + journal, e);
        }
    }

    Xid[] prepared() throws XAException {
        try {
            return journal.prepared().stream()
                    .flatMap(name -> BranchName.parse(name).stream())
                    .toArray(Xid[]::new);
        } catch (IOException e) {
            throw failure(XAException.XAER_RMFAIL, "the journal " + journal + " can't be read", e);
        }
    }

    private static void forget(Batch batch) {
        try {
            batch.rollback();
        } catch (RuntimeException e) { // the next start does it
            LOG.warn("{}", e.getMessage());
        }
    }

    static XAException failure(int code, String what, @Nullable Throwable cause) {
        XAException failure = new XAException(what + (cause == null ? "" : ": " + cause.getMessage()));
        failure.errorCode = code;
        failure.initCause(cause);
        return failure;
    }
}
