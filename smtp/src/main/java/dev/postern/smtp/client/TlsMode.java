package dev.postern.smtp.client;

import dev.postern.smtp.provider.Protection;

/** How a client protects its connection. */
public enum TlsMode {
    /** Plaintext, also where STARTTLS is offered. */
    NONE,
    /** STARTTLS where it is offered, any certificate taken: better than plaintext, but no proof of who answers (RFC 7435). */
    OPPORTUNISTIC,
    /** STARTTLS, with any certificate: nothing is sent in plaintext, but there is no proof of who answers. */
    ENCRYPTED,
    /** STARTTLS, and a certificate that is trusted and names the host; else nothing is sent. */
    REQUIRED,
    /** TLS from the first octet (RFC 8314 §3.3), and a certificate that is trusted and names the host. */
    IMPLICIT;

    /** How to speak with a server that is known to offer this, so that it proves who it is. */
    public static TlsMode verifying(Protection protection) {
        return protection == Protection.IMPLICIT ? IMPLICIT : REQUIRED;
    }

    /** Whether the server must prove that it is the one we mean. */
    public boolean verifies() {
        return this == REQUIRED || this == IMPLICIT;
    }
}
