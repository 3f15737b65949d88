package dev.postern.jca.outbound;

import dev.postern.smtp.journal.Batch;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** One connection's part in transactions. */
final class BranchResource implements XAResource {
    private final Branches branches;
    private @Nullable Batch current;

    BranchResource(Branches branches) {
        this.branches = branches;
    }

    /** The mails of the transaction in which the connection is now; null: in none. */
    @Nullable
    Batch current() {
        return current;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        current = branches.begin(xid, (flags & (TMJOIN | TMRESUME)) != 0);
    }

    /** A transaction that fails is rolled back by its manager. */
    @Override
    public void end(Xid xid, int flags) {
        current = null;
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return branches.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        branches.commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        branches.rollback(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return (flag & TMSTARTRSCAN) != 0 ? branches.prepared() : new Xid[0];
    }

    /** Nothing is ever decided here. */
    @Override
    public void forget(Xid xid) throws XAException {
        throw Branches.failure(XAException.XAER_NOTA, "no branch was decided here", null);
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof BranchResource same && same.branches == branches;
    }

    /** The transaction manager's timeout counts. */
    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
