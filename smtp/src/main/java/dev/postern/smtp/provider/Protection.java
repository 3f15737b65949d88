package dev.postern.smtp.provider;

/** How a connection to a mail server is protected; there is no third way. */
public enum Protection {
    /** TLS from the first octet (RFC 8314 §3). */
    IMPLICIT("TLS from the first octet"),
    /** TLS by a command, without which nothing of importance is said. */
    STARTTLS("STARTTLS");

    private final String words;

    Protection(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
