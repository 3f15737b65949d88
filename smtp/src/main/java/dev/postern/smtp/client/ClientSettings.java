package dev.postern.smtp.client;

import dev.postern.mail.dkim.AuthorSigner;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks to a server.
 *
 * @param server whom it speaks to
 * @param hello our own name at EHLO (RFC 5321 §4.1.1.1)
 * @param tls how the connection is protected
 * @param tlsContext what TLS trusts; unused where the mode is NONE
 * @param finding what is wrong with a certificate that is only looked at
 * @param tlsResults where the result of TLS is counted
 * @param login who we are, or null for no AUTH
 * @param signedContent what becomes of signed content that the server does not take as it is
 * @param signer signs mail for its author's domain, or null
 * @param timeouts how long each step may take
 */
record ClientSettings(
        MailServer server,
        String hello,
        TlsMode tls,
        SslContext tlsContext,
        PeerFinding finding,
        TlsResults tlsResults,
        @Nullable ClientLogin login,
        SignedContent signedContent,
        @Nullable AuthorSigner signer,
        Timeouts timeouts) {
    /** The waits of RFC 5321 §4.5.3.2, and one for the connection itself. */
    record Timeouts(Duration connect, Duration command, Duration dataInit, Duration dataEnd) {
        static final Timeouts STANDARD = new Timeouts(
                Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(10));
    }

    String peer() {
        return server.toString();
    }
}
