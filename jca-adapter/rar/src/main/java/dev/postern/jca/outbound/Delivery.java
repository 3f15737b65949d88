package dev.postern.jca.outbound;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.delivery.Carrier;
import dev.postern.smtp.sts.StsPolicies;
import org.jspecify.annotations.Nullable;

/**
 * What delivers mail.
 *
 * @param dns whom it asks where mail goes by MX, else null
 * @param sts the policies of domains, or null where nobody asks for them
 */
record Delivery(
        Carrier carrier,
        @Nullable DnsjavaResolver dns,
        @Nullable StsPolicies sts) implements AutoCloseable {
    @Override
    public void close() {
        carrier.close();
        if (sts != null) {
            sts.close();
        }
        if (dns != null) {
            dns.close();
        }
    }
}
