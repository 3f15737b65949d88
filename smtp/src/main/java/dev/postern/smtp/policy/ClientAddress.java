package dev.postern.smtp.policy;

import dev.postern.mail.Client;
import java.net.InetAddress;

/** What checks ask of the address that a client connected from. */
final class ClientAddress {
    private ClientAddress() {}

    static InetAddress of(Client client) {
        return client.address().getAddress();
    }

    /** Whether nobody but this machine or this link knows it, so that DNS can't. */
    static boolean isLocal(Client client) {
        return of(client).isLoopbackAddress() || of(client).isLinkLocalAddress();
    }

    /** In brackets, for replies. */
    static String text(Client client) {
        String address = of(client).getHostAddress();
        int scope = address.indexOf('%');
        return "[" + (scope < 0 ? address : address.substring(0, scope)) + "]";
    }
}
