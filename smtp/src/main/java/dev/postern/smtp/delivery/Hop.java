package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The server that an attempt went to.
 *
 * @param peer host, address where it was looked up, and port; the domain where no server was found
 * @param isServer whether there was a server
 * @param tls protocol and cipher, or null in plaintext or where no connection came about
 * @param dsn whether the server offers DSN (RFC 3461), so that it tells senders itself what comes of a mail that it took
 */
public record Hop(String peer, boolean isServer, @Nullable String tls, boolean dsn) {
    /** A server that answered, or would not. */
    static Hop of(String server, @Nullable String tls, boolean dsn) {
        return new Hop(server, true, tls, dsn);
    }

    /** No server was found for the domain. */
    static Hop none(Domain domain) {
        return new Hop(domain.text(), false, null, false);
    }

    @Override
    public String toString() {
        return tls == null ? peer : peer + " (" + tls + ")";
    }
}
