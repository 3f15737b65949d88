package dev.postern.smtp.client;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;

/** How a connection fared with TLS. */
public enum TlsResult {
    /** It was left in plaintext, as we are told to. */
    NOT_TRIED,
    /** The server offered no STARTTLS. */
    NOT_OFFERED,
    /** The server did not go ahead behind STARTTLS. */
    REFUSED,
    /** The certificate is not trusted, not valid any more, or does not name the host. */
    CERTIFICATE,
    /** The handshake failed otherwise. */
    FAILED,
    /** It is protected, as the mode asks for. */
    SECURED;

    static TlsResult of(Throwable failure) {
        int depth = 0; // causes may be chained in a circle
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
                return CERTIFICATE;
            }
        }
        return FAILED;
    }
}
