package dev.postern.smtp.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server to connect to.
 *
 * @param name its host name, which TLS asks for and which its certificate should hold; or its address where it has no name
 * @param address where it listens; if this is not resolved, the name is looked up at each connection
 * @param tls how connections to it are protected, or null for what the client does by default
 * @param login who we are to it, or null for nobody
 */
public record MailServer(
        String name,
        InetSocketAddress address,
        @Nullable TlsMode tls,
        @Nullable ClientLogin login) {
    /** A server with which connections are protected as the client does by default, and to which we are nobody. */
    public MailServer(String name, InetSocketAddress address) {
        this(name, address, null, null);
    }

    /** The same server, with connections that are protected in this way; they are never shared with others. */
    public MailServer withTls(TlsMode mode) {
        return new MailServer(name, address, mode, login);
    }

    /** The same server, to which we are this one, or with null nobody; these connections are never shared with others. */
    public MailServer withLogin(@Nullable ClientLogin value) {
        return new MailServer(name, address, tls, value);
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

    /** Name, address where it is known, and port, for logs. */
    @Override
    public String toString() {
        InetAddress known = address.getAddress();
        if (known == null) {
            return name + ":" + address.getPort();
        }
        String text = NetUtil.toAddressString(known);
        return (name.equals(text) ? "" : name) + "[" + text + "]:" + address.getPort();
    }
}
