package dev.postern.jca.inbound;

import dev.postern.jca.outbound.Onward;
import dev.postern.jca.outbound.Outlets;
import dev.postern.smtp.server.LentThread;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapter as the application server sees it: opens the listener that a bean asks for when it is activated, unless it is open for
 * others, and closes it with the last.
 *
 * <p>Several of it may run at once, so that start takes nothing of which there is only one: WildFly starts another for each definition
 * of a resource.
 */
public final class PosternResourceAdapter implements ResourceAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(PosternResourceAdapter.class);

    private final OpenListeners listeners = new OpenListeners();
    private @Nullable Services services;
    private @Nullable Onward onward;

    /** What the application server lends, from start to stop. */
    private record Services(
            WorkManager workers, TransactionSynchronizationRegistry transactions, ScheduledExecutorService deadlines) {}

    @Override
    public void start(BootstrapContext context) {
        ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "postern-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
        services = new Services(context.getWorkManager(), context.getTransactionSynchronizationRegistry(), deadlines);
    }

    @Override
    public void stop() {
        try {
            listeners.close();
            closeOnward();
            if (services != null) {
                services.deadlines.shutdownNow();
                services = null;
            }
            // last: Payara may have closed the class loader, which then can't load what was never used
            Outlets.close(this);
        } finally {
            LentThread.leave();
        }
    }

    /** @throws ResourceException if the settings are wrong or the port can't be had; the message names the setting and the reason */
    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof MailActivationSpec mailSpec)) {
            throw new NotSupportedException("not an activation of this adapter: " + spec.getClass());
        }
        if (services == null) {
            throw new ResourceAdapterInternalException("the adapter is not started");
        }
        ListenerConfiguration configuration = ListenerConfiguration.of(mailSpec, Endpoint.code(factory));
        Endpoint endpoint = Endpoint.of(factory, services.transactions, configuration.bean(), onward());
        BoundBean bean = new BoundBean(configuration, endpoint, services.workers, services.deadlines);
        try {
            Listener listener = listeners.bind(factory, bean, services.workers, services.deadlines);
            LOG.info(
                    "Mail to {} for {} goes to the bean {}, {} at a time",
                    listener,
                    configuration.bean().recipients(),
                    bean,
                    configuration.bean().deliveries());
        } catch (IOException e) {
            throw new ResourceException("the listener " + configuration + " can't be opened: " + e.getMessage(), e);
        } finally {
            LentThread.leave();
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        try {
            listeners.unbind(factory);
        } finally {
            LentThread.leave();
        }
    }

    /** None: the adapter takes part in transactions as a synchronization, and leaves nothing to recover. */
    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) {
        return null;
    }

    /** By identity: it has no settings of its own. Asked for by Jakarta Connectors 2.1 §19.4.2, as is {@link #hashCode()}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    private synchronized Onward onward() throws ResourceException {
        if (onward == null) {
            onward = Onward.asSet(this);
        }
        return onward;
    }

    private synchronized void closeOnward() {
        if (onward != null) {
            onward.close();
            onward = null;
        }
    }
}
