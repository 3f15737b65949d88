package dev.postern.smtp.delivery;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.client.ConnectionObserver;
import dev.postern.smtp.sts.StsPolicies;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked and told where mail goes by MX; all of them end with this object.
 *
 * @param dns null where mail goes to a relay
 * @param sts the policies of domains, or null where nobody asks for them
 * @param reports what writes reports on TLS, or null where nobody wants them
 */
public record MxSources(
        @Nullable DnsjavaResolver dns,
        @Nullable StsPolicies sts,
        @Nullable TlsReports reports) implements AutoCloseable {
    /** Nobody: no mail goes by MX. */
    public static final MxSources NONE = new MxSources(null, null, null);

    /** What hears how connections are protected. */
    public ConnectionObserver observer() {
        return reports == null ? ConnectionObserver.NONE : reports;
    }

    @Override
    public void close() {
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
