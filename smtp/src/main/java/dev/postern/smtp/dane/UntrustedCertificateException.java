package dev.postern.smtp.dane;

import dev.postern.smtp.tlsrpt.ResultType;
import java.security.cert.CertificateException;

/** A certificate that is not that of the server which is meant. */
public final class UntrustedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final ResultType type;

    /** @param message what is wrong with the certificate, in words */
    public UntrustedCertificateException(ResultType type, String message) {
        super(message);
        this.type = type;
    }

    /** What is wrong with it. */
    public ResultType type() {
        return type;
    }
}
