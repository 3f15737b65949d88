package dev.postern.kafka.source.mailbox;

/** How a connection to a mailbox's server is protected. */
public enum MailboxProtection {
    /** TLS from the first octet, and a certificate that is trusted and names the host (RFC 8314 §3.2). */
    IMPLICIT,
    /** The same behind STARTTLS or STLS; without it nothing is said. */
    STARTTLS,
    /** Plaintext. */
    NONE
}
