package dev.postern.mail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The host that handed us a mail.
 *
 * @param address where it connected from; {@link #LOCAL} for a process of this machine without an address
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
    /** Where a process comes from that connects by a Unix domain socket: the loopback address, and a port that no client has. */
    public static final InetSocketAddress LOCAL = new InetSocketAddress(local(), 0);

    /** Whether it is a process of this machine that has no address. */
    public boolean isLocal() {
        return address.equals(LOCAL);
    }

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

    private static InetAddress local() {
        try {
            return InetAddress.getByAddress("local", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an address", e);
        }
    }
}
