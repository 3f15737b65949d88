package dev.postern.jca.outbound;

import dev.postern.jca.MailConnection;
import dev.postern.jca.MailConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ManagedConnectionFactory;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/** What an application looks up. */
final class PosternConnectionFactory implements MailConnectionFactory {
    private static final long serialVersionUID = 1L;

    private final ManagedConnectionFactory factory;

    @SuppressWarnings("serial") // the application server's own is serializable, or the factory is not moved
    private final ConnectionManager manager;

    private @Nullable Reference reference;

    PosternConnectionFactory(ManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    public MailConnection getConnection() throws ResourceException {
        return (MailConnection) manager.allocateConnection(factory, null);
    }

    @Override
    public void setReference(Reference value) {
        this.reference = value;
    }

    @Override
    public @Nullable Reference getReference() {
        return reference;
    }
}
