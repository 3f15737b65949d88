package dev.postern.ear.bean;

import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A database in the bean's transaction, which keeps nothing. */
final class FakeDatabase implements XAResource {
    private static final List<String> MANAGERS =
            List.of("java:jboss/TransactionManager", "java:appserver/TransactionManager");

    private final Failure failure;

    /** When it rolls back by itself. */
    enum Failure {
        NEVER,
        AT_PREPARE,
        AT_COMMIT
    }

    private FakeDatabase(Failure failure) {
        this.failure = failure;
    }

    /** Lets such databases, each of its own, take part in the transaction of this thread. */
    static void join(Failure... failures) {
        try {
            TransactionManager manager = manager();
            for (Failure failure : failures) {
                manager.getTransaction().enlistResource(new FakeDatabase(failure));
            }
        } catch (NamingException | RollbackException | SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The servers have names of their own for it. */
    @SuppressWarnings("BanJNDI") // names of this server
    private static TransactionManager manager() throws NamingException {
        NamingException none = new NamingException("none of " + MANAGERS);
        for (String name : MANAGERS) {
            try {
                return (TransactionManager) new InitialContext().lookup(name);
            } catch (NamingException e) {
                none.addSuppressed(e); // the other server's, perhaps
            }
        }
        throw none;
    }

    private void failIf(Failure now) throws XAException {
        if (failure == now) {
            throw new XAException(XAException.XA_RBROLLBACK);
        }
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        failIf(Failure.AT_PREPARE);
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        failIf(Failure.AT_COMMIT);
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
