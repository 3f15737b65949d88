package dev.postern.mail.dns;

/** Whether an address has a name that leads back to it (RFC 8601 §2.7.3, iprev). */
public enum ReverseStatus {
    /** One of its names has this address. */
    CONFIRMED,
    /** It has no name. */
    UNNAMED,
    /** It has names, none of which has this address. */
    UNCONFIRMED,
    /** DNS can't be asked now. */
    UNKNOWN
}
