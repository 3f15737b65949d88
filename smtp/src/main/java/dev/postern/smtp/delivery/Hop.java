package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.Transferred;
import org.jspecify.annotations.Nullable;

/**
 * The server that an attempt went to.
 *
 * @param peer host, address where it was looked up, and port; the domain where no server was found
 * @param isServer whether there was a server
 * @param tls protocol and cipher, or null in plaintext or where no connection came about
 * @param dsn whether the server offers DSN (RFC 3461), so that it tells senders itself what comes of a mail that it took
 * @param policy what the domain publishes by which the server had to prove who it is, or null where there is no such thing
 */
public record Hop(
        String peer,
        boolean isServer,
        @Nullable String tls,
        boolean dsn,
        @Nullable PolicyResult policy) {
    /** A server that took or refused mail. */
    static Hop of(MailServer server, Transferred transferred) {
        return new Hop(
                server.toString(),
                true,
                transferred.tls(),
                transferred.dsn(),
                PolicyResult.of(server, transferred.fault()));
    }

    /** A server that did not come to that. */
    static Hop failed(MailServer server, ClientFailure failure) {
        return new Hop(server.toString(), true, null, false, PolicyResult.of(server, failure.resultType()));
    }

    /** No server was found for the domain. */
    static Hop none(Domain domain) {
        return none(domain, null);
    }

    /** No server of the domain may be tried. */
    static Hop none(Domain domain, @Nullable PolicyResult policy) {
        return new Hop(domain.text(), false, null, false, policy);
    }

    @Override
    public String toString() {
        return tls == null ? peer : peer + " (" + tls + ")";
    }
}
