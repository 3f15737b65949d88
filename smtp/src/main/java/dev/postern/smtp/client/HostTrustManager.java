package dev.postern.smtp.client;

import dev.postern.smtp.dane.CertificateNames;
import dev.postern.smtp.dane.ServerTrustManager;
import dev.postern.smtp.dane.UntrustedCertificateException;
import dev.postern.smtp.tlsrpt.ResultType;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts a server whose certificate is trusted and names the host (RFC 8461 §4.1). */
final class HostTrustManager extends ServerTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final String host;
    private final @Nullable PeerFinding finding;

    /**
     * @param authorities who vouches for certificates
     * @param finding takes what is wrong, and any server is trusted; null where it is not
     */
    HostTrustManager(X509ExtendedTrustManager authorities, String host, @Nullable PeerFinding finding) {
        this.authorities = authorities;
        this.host = host;
        this.finding = finding;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            authorities.checkServerTrusted(chain, authType, engine); // which asks for no name: Handshake sets none here
            checkName(CertificateNames.of(chain[0]));
        } catch (CertificateException e) {
            if (finding == null) {
                throw e;
            }
            finding.found(TlsResult.typeOf(e));
        }
    }

    private void checkName(CertificateNames names) throws UntrustedCertificateException {
        if (!names.name(host)) {
            throw new UntrustedCertificateException(
                    ResultType.CERTIFICATE_HOST_MISMATCH, "the certificate of " + host + " is for " + names);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a connection is needed to say who is trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
