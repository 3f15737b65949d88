package dev.postern.smtp.client;

import dev.postern.smtp.dane.DaneIdentity;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A server to connect to.
 *
 * @param name its host name, which TLS asks for and which its certificate should hold; or its address where it has no name
 * @param address where it listens, a host and port or a Unix domain socket; a host that is not resolved is looked up at each connection
 * @param tls how connections to it are protected, or null for what the client does by default
 * @param login who we are to it, or null for nobody
 * @param protocol what it speaks
 * @param assurance how it has to prove who it is by what a domain publishes, or null for no such way
 */
public record MailServer(
        String name,
        SocketAddress address,
        @Nullable TlsMode tls,
        @Nullable ClientLogin login,
        MailProtocol protocol,
        @Nullable Assurance assurance) {
    private static final int SMTP_PORT = 25;

    /** A server of SMTP with which connections are protected as the client does by default, and to which we are nobody. */
    public MailServer(String name, SocketAddress address) {
        this(name, address, null, null, MailProtocol.SMTP, null);
    }

    /** The same server, with connections that are protected in this way; they are never shared with others. */
    public MailServer withTls(TlsMode mode) {
        return new MailServer(name, address, mode, login, protocol, assurance);
    }

    /** The same server, which has to prove who it is in this way; its connections are shared with nobody of whom it proves it otherwise. */
    public MailServer assured(Assurance value) {
        return new MailServer(name, address, value.mode() == null ? tls : value.mode(), login, protocol, value);
    }

    /** The same server, to which we are this one, or with null nobody; these connections are never shared with others. */
    public MailServer withLogin(@Nullable ClientLogin value) {
        return new MailServer(name, address, tls, value, protocol, assurance);
    }

    /** The name that TLS asks for. */
    String tlsName() {
        DaneIdentity identity = assurance == null ? null : assurance.identity();
        return identity == null ? name : identity.base();
    }

    /** Whether both are at the same name and address, whoever we are to them. */
    boolean isAt(MailServer other) {
        return name.equals(other.name) && address.equals(other.address);
    }

    /**
     * A server of this name, wherever it is by then.
     *
     * @throws IllegalArgumentException if there is no name, or the port is none from 1 to 65535
     */
    public static MailServer named(String host, int port) {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "a server has a host name and a port from 1 to 65535, not " + host + ":" + port);
        }
        return new MailServer(host, InetSocketAddress.createUnresolved(host, port));
    }

    /**
     * A server of LMTP (RFC 2033).
     *
     * @throws IllegalArgumentException as {@link #named}, and if the port is 25, which is SMTP's
     */
    public static MailServer lmtp(String host, int port) {
        if (port == SMTP_PORT) { // RFC 2033 §5
            throw new IllegalArgumentException("LMTP keeps off port 25, where servers speak SMTP");
        }
        return new MailServer(host, named(host, port).address, null, null, MailProtocol.LMTP, null);
    }

    /** A server of LMTP on a Unix domain socket, which needs no protection. */
    public static MailServer lmtp(Path socket) {
        return new MailServer(
                "localhost", new DomainSocketAddress(socket.toFile()), TlsMode.NONE, null, MailProtocol.LMTP, null);
    }

    /** Its port; 0 where it listens on a Unix domain socket. */
    public int port() {
        return address instanceof InetSocketAddress host ? host.getPort() : 0;
    }

    /** Name, address where it is known, and port, or the path of its socket; for logs. */
    @Override
    public String toString() {
        if (!(address instanceof InetSocketAddress host)) {
            return address.toString();
        }
        InetAddress known = host.getAddress();
        if (known == null) {
            return name + ":" + host.getPort();
        }
        String text = NetUtil.toAddressString(known);
        return (name.equals(text) ? "" : name) + "[" + text + "]:" + host.getPort();
    }
}
