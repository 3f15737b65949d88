package dev.postern.mail.spf;

/** Whose domain is asked (RFC 7208 §2.3, §2.4). */
public enum SpfIdentity {
    /** The name that the client gave at HELO or EHLO. */
    HELO("helo"),
    /** The reverse path; where that is empty, postmaster at the name of HELO. */
    MAIL_FROM("mailfrom");

    private final String text;

    SpfIdentity(String text) {
        this.text = text;
    }

    /** Its word in Received-SPF (RFC 7208 §9.1) and Authentication-Results (RFC 8601 §2.7.2). */
    public String text() {
        return text;
    }
}
