package dev.postern.mail.dns;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Address;

/** Reads where a DNS server listens, as people write it: {@code 192.0.2.53}, {@code 192.0.2.53:5353} or {@code [2001:db8::53]:53}. */
public final class ServerAddress {
    /** What an operator is told who has written something else. */
    public static final String REMEDY =
            "must be an address, not a name, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53";

    private static final int PORT = 53;
    private static final int MAX_PORT = 65_535;

    private ServerAddress() {}

    /** The address with its port, or with 53; empty if it is none. A name is none, for it would have to be looked up. */
    public static Optional<InetSocketAddress> parse(String text) {
        boolean brackets = text.startsWith("[");
        int colon = text.lastIndexOf(':');
        boolean hasPort = brackets ? colon > text.indexOf(']') : colon >= 0 && colon == text.indexOf(':');
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? port(text.substring(colon + 1)) : PORT;
        if (port < 1 || brackets != host.endsWith("]")) {
            return Optional.empty();
        }
        String address = brackets ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(new InetSocketAddress(Address.getByAddress(address), port));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * All of them.
     *
     * @throws IllegalArgumentException naming one that is no such address
     */
    public static List<InetSocketAddress> parseAll(List<String> texts) {
        return texts.stream()
                .map(text -> parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("not the address of a server: " + text)))
                .toList();
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(text) : 0;
        return port <= MAX_PORT ? port : 0;
    }
}
