package dev.postern.kafka.sink;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.delivery.Deliverer;
import org.jspecify.annotations.Nullable;

/**
 * What delivers mail, and whom it asks for the way.
 *
 * @param dns null where mail goes to a relay
 * @param destination where mail goes, in words
 */
record Delivery(Deliverer deliverer, @Nullable DnsjavaResolver dns, String destination) implements AutoCloseable {
    @Override
    public void close() {
        deliverer.close();
        if (dns != null) {
            dns.close();
        }
    }
}
