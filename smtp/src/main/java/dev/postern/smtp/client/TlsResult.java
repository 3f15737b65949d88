package dev.postern.smtp.client;

import dev.postern.smtp.dane.UntrustedCertificateException;
import dev.postern.smtp.tlsrpt.ResultType;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Objects;
import java.util.stream.Stream;

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

    /** What is wrong with a connection that could not be protected, as RFC 8460 §4.3 has it. */
    static ResultType typeOf(Throwable failure) {
        return causes(failure)
                .map(cause -> cause instanceof UntrustedCertificateException known
                        ? known.type()
                        : cause instanceof CertificateExpiredException ? ResultType.CERTIFICATE_EXPIRED : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> isOfPath(failure)
                        ? ResultType.CERTIFICATE_NOT_TRUSTED
                        : of(failure) == CERTIFICATE
                                ? ResultType.CERTIFICATE_HOST_MISMATCH // the JDK has no type for it
                                : ResultType.VALIDATION_FAILURE);
    }

    static TlsResult of(Throwable failure) {
        return causes(failure).anyMatch(cause -> cause instanceof CertificateException) || isOfPath(failure)
                ? CERTIFICATE
                : FAILED;
    }

    /** Whether there is no way from the certificate to one that is trusted. */
    static boolean isOfPath(Throwable failure) {
        return causes(failure)
                .anyMatch(cause ->
                        cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(20); // they may be chained in a circle
    }
}
