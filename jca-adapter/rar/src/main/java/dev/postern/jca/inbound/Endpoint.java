package dev.postern.jca.inbound;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;

/**
 * The bean's side of a listener.
 *
 * @param factory makes the bean's endpoints
 * @param isTransacted whether the container runs {@link MailListener#onMail} in a transaction
 * @param transactions tells of the transactions of the application server
 * @param stripsBcc whether the bean sees messages without their Bcc fields
 */
record Endpoint(
        MessageEndpointFactory factory,
        boolean isTransacted,
        TransactionSynchronizationRegistry transactions,
        boolean stripsBcc) {
    /** The method that takes a mail. */
    static final Method ON_MAIL = onMail();

    /** @throws ResourceException if the container does not know whether deliveries are transacted */
    static Endpoint of(
            MessageEndpointFactory factory, TransactionSynchronizationRegistry transactions, boolean stripsBcc)
            throws ResourceException {
        try {
            return new Endpoint(factory, factory.isDeliveryTransacted(ON_MAIL), transactions, stripsBcc);
        } catch (NoSuchMethodException e) {
            throw new ResourceException("the bean does not implement " + MailListener.class.getName(), e);
        }
    }

    /** What finds the classes of the application whose bean is behind these endpoints. */
    static ClassLoader code(MessageEndpointFactory factory) {
        return factory.getEndpointClass().getClassLoader();
    }

    private static Method onMail() {
        try {
            return MailListener.class.getMethod("onMail", InboundMail.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("MailListener has lost its method", e);
        }
    }
}
