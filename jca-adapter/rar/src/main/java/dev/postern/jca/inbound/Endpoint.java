package dev.postern.jca.inbound;

import dev.postern.jca.outbound.Onward;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * The bean's side of a listener.
 *
 * @param factory makes the bean's endpoints
 * @param methods what of the bean takes mail
 * @param transactions tells of the transactions of the application server
 * @param counts what became of its calls
 * @param failures what it has failed on
 * @param stripsBcc whether the bean sees messages without their Bcc fields
 * @param onward where the bean hands mail on to
 */
record Endpoint(
        MessageEndpointFactory factory,
        BeanMethods methods,
        TransactionSynchronizationRegistry transactions,
        CallCounts counts,
        FailedMails failures,
        boolean stripsBcc,
        Onward onward) {
    /** @throws ResourceException if the bean can't take mail; the message says why */
    static Endpoint of(
            MessageEndpointFactory factory,
            TransactionSynchronizationRegistry transactions,
            BeanSettings settings,
            Onward onward)
            throws ResourceException {
        CallCounts counts = new CallCounts();
        return new Endpoint(
                factory,
                BeanMethods.of(factory),
                transactions,
                counts,
                new FailedMails(settings.failures(), settings.mode(), counts::delivered),
                settings.stripBcc(),
                onward);
    }

    /** What finds the classes of the application whose bean is behind these endpoints. */
    static ClassLoader code(MessageEndpointFactory factory) {
        return factory.getEndpointClass().getClassLoader();
    }
}
