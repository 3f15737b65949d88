package dev.postern.smtp.tlsrpt;

import java.util.Locale;

/** Why a connection was not protected as it should have been (RFC 8460 §4.3). */
public enum ResultType {
    /** The server offered no STARTTLS, or did not go ahead behind it. */
    STARTTLS_NOT_SUPPORTED,
    /** The certificate does not name the host. */
    CERTIFICATE_HOST_MISMATCH,
    /** The certificate is not valid any more. */
    CERTIFICATE_EXPIRED,
    /** Nobody who is trusted vouches for the certificate. */
    CERTIFICATE_NOT_TRUSTED,
    /** It failed for another reason. */
    VALIDATION_FAILURE,
    /** No TLSA record is usable, or the certificate is what none of them says. */
    TLSA_INVALID,
    /** DNS could not tell securely whether there are TLSA records. */
    DNSSEC_INVALID,
    /** The policy of MTA-STS could not be fetched. */
    STS_POLICY_FETCH_ERROR,
    /** The policy of MTA-STS can't be read. */
    STS_POLICY_INVALID,
    /** The certificate of the server that has the policy of MTA-STS is not trusted, or does not name it. */
    STS_WEBPKI_INVALID;

    /** As it stands in reports: {@code starttls-not-supported}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
