package dev.postern.jca.outbound;

import dev.postern.smtp.journal.Batch;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** A connection in the application server's pool. It holds no socket: those are shared by all of them. */
final class PosternManagedConnection implements ManagedConnection {
    private final Outlet outlet;
    private final BranchResource branch;
    private final LocalWork local;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<ConnectionHandle> handles = new HashSet<>();

    PosternManagedConnection(Outlet outlet) {
        this.outlet = outlet;
        this.branch = new BranchResource(outlet.branches());
        this.local = new LocalWork(outlet.journal());
    }

    Outlet outlet() {
        return outlet;
    }

    /** The mails of the transaction in which the connection is now; null: in none. */
    @Nullable
    Batch transaction() {
        Batch batch = branch.current();
        return batch == null ? local.current() : batch;
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        ConnectionHandle handle = new ConnectionHandle(this);
        handles.add(handle);
        return handle;
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new ResourceAdapterInternalException("not a connection of this adapter: " + connection);
        }
        handle.moveTo(this);
        handles.add(handle);
    }

    void leave(ConnectionHandle handle) {
        handles.remove(handle);
    }

    void closed(ConnectionHandle handle) {
        handles.remove(handle);
        ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(handle);
        listeners.forEach(listener -> listener.connectionClosed(event));
    }

    @Override
    public void cleanup() {
        handles.forEach(ConnectionHandle::invalidate);
        handles.clear();
    }

    @Override
    public void destroy() {
        cleanup();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() {
        return branch;
    }

    @Override
    public LocalTransaction getLocalTransaction() {
        return local;
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new MetaData();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // slf4j is where logs go
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    private static final class MetaData implements ManagedConnectionMetaData {
        @Override
        public String getEISProductName() {
            return "Postern";
        }

        @Override
        public String getEISProductVersion() {
            return "0.1";
        }

        /** No limit. */
        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public String getUserName() {
            return "";
        }
    }
}
