package dev.postern.smtp.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A server to connect to.
 *
 * @param name its host name, which TLS asks for and which its certificate should hold; or its address where it has no name
 * @param address where it listens; if this is not resolved, the name is looked up at each connection
 */
public record MailServer(String name, InetSocketAddress address) {
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
