package dev.postern.smtp.dane;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLEngine;

/** Trusts the server that shows an identity by DANE, and nobody else. */
public final class DaneTrustManager extends ServerTrustManager {
    private final DaneIdentity identity;
    private final Clock clock;

    public DaneTrustManager(DaneIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        identity.verify(List.of(chain), clock.instant());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
