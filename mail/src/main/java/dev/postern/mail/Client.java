package dev.postern.mail;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The host that handed us a mail.
 *
 * @param address where it connected from
 * @param helo the name it gave at EHLO or HELO, which proves nothing (RFC 5321 §4.1.4)
 * @param esmtp whether it greeted with EHLO
 * @param tls what protects the connection, or null in plaintext
 * @param user whom it has authenticated as (RFC 4954), or null
 */
public record Client(
        InetSocketAddress address,
        String helo,
        boolean esmtp,
        @Nullable Tls tls,
        @Nullable String user) {
    /** This client, authenticated as the given user. */
    public Client authenticatedAs(String name) {
        return new Client(address, helo, esmtp, tls, name);
    }

    /**
     * What TLS agreed on.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param cipher the suite's standard name, such as {@code TLS_AES_256_GCM_SHA384}
     * @param subject whom the client's certificate is of, as a distinguished name; null where it has shown none
     */
    public record Tls(
            String protocol, String cipher, @Nullable String subject) {}
}
