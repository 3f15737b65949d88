package dev.postern.jca.outbound;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.delivery.Deliverer;
import org.jspecify.annotations.Nullable;

/**
 * What delivers mail.
 *
 * @param dns whom it asks where mail goes by MX, else null
 */
record Delivery(Deliverer deliverer, @Nullable DnsjavaResolver dns) implements AutoCloseable {
    @Override
    public void close() {
        deliverer.close();
        if (dns != null) {
            dns.close();
        }
    }
}
