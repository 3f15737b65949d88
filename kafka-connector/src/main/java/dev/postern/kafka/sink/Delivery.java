package dev.postern.kafka.sink;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.client.ConnectionObserver;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.TlsReports;
import dev.postern.smtp.sts.StsPolicies;
import org.jspecify.annotations.Nullable;

/**
 * What delivers mail, and whom it asks for the way.
 *
 * @param destination where mail goes, in words
 */
record Delivery(Deliverer deliverer, Asked asked, String destination) implements AutoCloseable {
    /**
     * Who is asked where mail goes by MX.
     *
     * @param dns null where mail goes to a relay
     * @param sts the policies of domains, or null where nobody asks for them
     * @param reports what writes reports on TLS, or null where nobody wants them
     */
    record Asked(
            @Nullable DnsjavaResolver dns,
            @Nullable StsPolicies sts,
            @Nullable TlsReports reports) {
        /** Nobody: no mail goes by MX. */
        static final Asked NOBODY = new Asked(null, null, null);

        /** What hears how connections are protected. */
        ConnectionObserver observer() {
            return reports == null ? ConnectionObserver.NONE : reports;
        }

        void close() {
            if (reports != null) {
                reports.close();
            }
            if (sts != null) {
                sts.close();
            }
            if (dns != null) {
                dns.close();
            }
        }
    }

    @Override
    public void close() {
        deliverer.close();
        asked.close();
    }
}
