package dev.postern.gateway;

import dev.postern.jca.MailRejectedException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.jspecify.annotations.Nullable;

/**
 * Opens what brings mail on before the first one comes, and closes it when the application ends. Wrong settings fail the deployment.
 *
 * <p>No mail passes through this bean (docs/adr/0068): a server may stop it while {@link GatewayBean} has mail.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Gateway {
    private @Nullable MailPublisher publisher;
    private @Nullable MailRouter router;

    /** @throws IllegalArgumentException if the routing table or a setting is wrong; the message names it */
    @PostConstruct
    void start() {
        MailPublisher topics = new MailPublisher();
        publisher = topics;
        try {
            MailRouter started = MailRouter.start(topics);
            router = started;
            CurrentRouter.set(started);
        } catch (RuntimeException e) { // a bean that does not start is not stopped either
            topics.close();
            throw e;
        }
    }

    @PreDestroy
    void stop() {
        CurrentRouter.set(null);
        if (router != null) {
            router.close();
        }
        if (publisher != null) {
            publisher.close();
        }
    }

    /** What a client is told whose mail came too late to be brought on. */
    static MailRejectedException stopping() {
        return new MailRejectedException(451, "4.3.2", "The gateway is stopping; the mail stays with you");
    }
}
