package dev.postern.mail.spf;

/** Whose domain is asked (RFC 7208 §2.3, §2.4). */
public enum SpfIdentity {
    /** The name that the client gave at HELO or EHLO. */
    HELO("helo", "smtp.helo"),
    /** The reverse path; where that is empty, postmaster at the name of HELO. */
    MAIL_FROM("mailfrom", "smtp.mailfrom");

    private final String text;
    private final String property;

    SpfIdentity(String text, String property) {
        this.text = text;
        this.property = property;
    }

    /** Its word in Received-SPF (RFC 7208 §9.1). */
    public String text() {
        return text;
    }

    /** The property under which Authentication-Results tells the domain (RFC 8601 §2.7.2). */
    public String property() {
        return property;
    }
}
