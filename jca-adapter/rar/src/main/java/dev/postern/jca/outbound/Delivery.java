package dev.postern.jca.outbound;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.delivery.Carrier;
import org.jspecify.annotations.Nullable;

/**
 * What delivers mail.
 *
 * @param dns whom it asks where mail goes by MX, else null
 */
record Delivery(Carrier carrier, @Nullable DnsjavaResolver dns) implements AutoCloseable {
    @Override
    public void close() {
        carrier.close();
        if (dns != null) {
            dns.close();
        }
    }
}
