package dev.postern.smtp.provider;

/** What a user's mail server is for. */
public enum MailService {
    /** It takes mail from users (RFC 6409). */
    SUBMISSION("submission", 465, 587),
    /** Mailboxes are read from it, and kept on it (RFC 9051). */
    IMAP("imap", 993, 143),
    /** Mailboxes are fetched from it (RFC 1939). */
    POP3("pop3", 995, 110);

    private final String word;
    private final int implicitPort;
    private final int startTlsPort;

    MailService(String word, int implicitPort, int startTlsPort) {
        this.word = word;
        this.implicitPort = implicitPort;
        this.startTlsPort = startTlsPort;
    }

    /** Its port where none is named. */
    public int port(Protection protection) {
        return protection == Protection.IMPLICIT ? implicitPort : startTlsPort;
    }

    /** Before a domain, the name of its SRV records, such as {@code _submissions._tcp} (RFC 6186 §3, RFC 8314 §5.1). */
    public String label(Protection protection) {
        return "_" + word + (protection == Protection.IMPLICIT ? "s" : "") + "._tcp";
    }

    @Override
    public String toString() {
        return word;
    }
}
