package dev.postern.smtp.client;

/** What becomes of content in 8 bits that is signed, where a server takes 7 bits only (RFC 6152 §3). */
public enum SignedContent {
    /** The mail fails: converted, its signature would not fit any more. */
    FAIL,
    /** It is converted all the same. */
    CONVERT,
    /** It is sent in 8 bits to a server that does not say it takes them, against the RFC; binary content fails. */
    SEND
}
