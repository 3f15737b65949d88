package dev.postern.jca.inbound;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.SecurityContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkCompletedException;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The services of an application server as far as the adapter needs them: threads, transactions of one thread each, and a bean behind
 * endpoints that watch the order of calls. The container tests of gateway-ear run the same with real servers.
 */
final class FakeApplicationServer implements BootstrapContext, WorkManager, AutoCloseable {
    private static final ThreadLocal<@Nullable Transaction> CURRENT = new ThreadLocal<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Registry registry = new Registry();
    final AtomicInteger endpoints = new AtomicInteger();
    final AtomicInteger mostEndpoints = new AtomicInteger();
    volatile boolean transacted = true;
    volatile boolean ready = true;
    volatile boolean outOfThreads;
    volatile boolean failsAtCommit;
    volatile boolean failsToSetUpContexts;
    volatile MailListener bean = mail -> {};
    volatile Class<?> beanClass = MailListener.class;

    /** Makes of the plain endpoint one of the bean's own class, for a bean whose interface has no methods. */
    volatile UnaryOperator<MessageEndpoint> proxy = UnaryOperator.identity();

    volatile @Nullable Realm realm; // null: a server without security inflow

    /** The users that the server knows. */
    interface Realm {
        void handle(Callback... callbacks) throws IOException, UnsupportedCallbackException;
    }

    /** One transaction of one thread. */
    private static final class Transaction {
        private final List<Synchronization> synchronizations = new ArrayList<>();
        private int status = Status.STATUS_ACTIVE;
    }

    /** Makes the bean's transaction roll back, as EJBContext.setRollbackOnly does. */
    void setRollbackOnly() {
        registry.setRollbackOnly();
    }

    MessageEndpointFactory factory() {
        return factory(mail -> bean.onMail(mail));
    }

    /** That of one of several beans. */
    MessageEndpointFactory factory(MailListener its) {
        return new Factory(its);
    }

    @Override
    public WorkManager getWorkManager() {
        return this;
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return registry;
    }

    @Override
    public XATerminator getXATerminator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Timer createTimer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return false;
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        if (outOfThreads) {
            throw new WorkRejectedException("no thread");
        }
        threads.execute(() -> {
            try {
                setUp(work);
                work.run();
            } finally {
                work.release(); // as WildFly does
            }
        });
    }

    @Override
    public void doWork(Work work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long startWork(Work work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        if (failsToSetUpContexts) { // as WildFly does where its work manager has no security domain
            WorkCompletedException failure = new WorkCompletedException("no security");
            threads.execute(() -> listener.workCompleted(new WorkEvent(this, WorkEvent.WORK_COMPLETED, work, failure)));
            throw failure;
        }
        scheduleWork(work);
    }

    private void setUp(Work work) {
        Realm asked = realm;
        if (asked != null && work instanceof WorkContextProvider provider) {
            for (WorkContext each : provider.getWorkContexts()) {
                ((SecurityContext) each).setupSecurityContext(asked::handle, new Subject(), null);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Factory implements MessageEndpointFactory {
        private final MailListener its;

        Factory(MailListener its) {
            this.its = its;
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
            if (!ready) {
                throw new UnavailableException("still deploying");
            }
            int open = endpoints.incrementAndGet();
            mostEndpoints.accumulateAndGet(open, Math::max);
            return proxy.apply(new BeanEndpoint(its));
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource resource, long timeout) throws UnavailableException {
            return createEndpoint(resource);
        }

        @Override
        public boolean isDeliveryTransacted(Method method) {
            return transacted;
        }

        @Override
        public String getActivationName() {
            return "bean";
        }

        @Override
        public Class<?> getEndpointClass() {
            return beanClass;
        }
    }

    /** An endpoint that takes calls only in the order of option B: before, method, after. */
    private final class BeanEndpoint implements MessageEndpoint, MailListener {
        private final MailListener its;
        private boolean begun;
        private boolean released;

        BeanEndpoint(MailListener its) {
            this.its = its;
        }

        @Override
        public void beforeDelivery(Method method) {
            check(!begun && transacted, "beforeDelivery");
            begun = true;
            CURRENT.set(new Transaction());
        }

        @Override
        public void onMail(InboundMail mail) {
            check(begun == transacted, "onMail");
            try {
                its.onMail(mail);
            } catch (RuntimeException e) { // as containers do with a system exception
                if (begun && !e.getClass().isAnnotationPresent(jakarta.ejb.ApplicationException.class)) {
                    setRollbackOnly();
                    throw new jakarta.ejb.EJBException(e);
                }
                throw e;
            }
        }

        @Override
        public void afterDelivery() throws ResourceException {
            check(begun, "afterDelivery");
            begun = false;
            complete();
        }

        @Override
        public void release() {
            check(!begun && !released, "release");
            released = true;
            endpoints.decrementAndGet();
        }

        private void check(boolean inOrder, String call) {
            if (!inOrder) {
                throw new AssertionError(call + " is out of order");
            }
        }
    }

    private void complete() throws ResourceException {
        Transaction transaction = CURRENT.get();
        try {
            if (transaction.status == Status.STATUS_ACTIVE) {
                transaction.synchronizations.forEach(Synchronization::beforeCompletion);
            }
            boolean commits = transaction.status == Status.STATUS_ACTIVE && !failsAtCommit;
            transaction.status = commits ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
            transaction.synchronizations.forEach(each -> each.afterCompletion(transaction.status));
            if (failsAtCommit) {
                throw new ResourceException("the database is gone");
            }
        } finally {
            CURRENT.remove();
        }
    }

    private static final class Registry implements TransactionSynchronizationRegistry {
        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            CURRENT.get().synchronizations.add(synchronization);
        }

        @Override
        public int getTransactionStatus() {
            Transaction transaction = CURRENT.get();
            return transaction == null ? Status.STATUS_NO_TRANSACTION : transaction.status;
        }

        @Override
        public void setRollbackOnly() {
            CURRENT.get().status = Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public boolean getRollbackOnly() {
            return getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public Object getTransactionKey() {
            return CURRENT.get();
        }

        @Override
        public void putResource(Object key, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object getResource(Object key) {
            throw new UnsupportedOperationException();
        }
    }
}
