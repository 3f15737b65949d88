package dev.postern.benchmarks.source;

import dev.postern.testkit.Dovecot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A mailbox of a Dovecot with as many mails as are asked for, all of one size. */
final class FilledMailbox implements AutoCloseable {
    static final String USER = "ann@example.org";
    static final String PASSWORD = "secret";

    private static final String LINE = "0123456789 0123456789 0123456789 0123456789 0123456789\n";

    private final Dovecot dovecot;
    private int filled;

    FilledMailbox() throws IOException {
        this.dovecot = Dovecot.start(USER, PASSWORD);
    }

    int port() {
        return dovecot.imapPort();
    }

    /** Sees to it that it has so many mails, and that the server has looked at them. */
    void fill(int mails, int octets) throws IOException {
        if (filled == mails) {
            return;
        }
        if (filled > mails) {
            throw new IllegalArgumentException("it has " + filled + " mails already");
        }
        dovecot.asUser("SELECT INBOX"); // which makes it where it isn't there yet
        String body = LINE.repeat(octets / LINE.length());
        while (filled < mails) {
            filled++;
            String mail = "From: sender@example.net\nTo: " + USER + "\nSubject: mail " + filled + "\nMessage-ID: <"
                    + filled + "@example.net>\n\n" + body;
            dovecot.deliver(mail.getBytes(StandardCharsets.US_ASCII));
        }
        dovecot.asUser("SELECT INBOX");
    }

    @Override
    public void close() {
        try {
            dovecot.close();
        } catch (IOException e) {
            throw new IllegalStateException("Dovecot does not end", e);
        }
    }
}
