package dev.postern.smtp.server;

import dev.postern.smtp.policy.DnsList;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of the questions to DNS before mail is taken.
 *
 * @param servers addresses of servers that resolve for us, each with a port behind a colon or with 53; empty: those of this machine
 * @param timeoutMillis how long one question may take
 * @param blockLists lists whose clients are refused, as {@link DnsList#parse} reads them
 * @param allowLists lists whose clients pass in spite of the others
 * @param senderDomain whether senders are refused whose domain takes no mail
 * @param reverseName whether clients are refused without a name that points back
 * @param helloName whether clients are refused that give no name with an address, against RFC 5321 §4.1.4
 */
public record DnsSettings(
        List<String> servers,
        long timeoutMillis,
        List<String> blockLists,
        List<String> allowLists,
        boolean senderDomain,
        boolean reverseName,
        boolean helloName) {
    /** How long one question may take unless set otherwise, in milliseconds. */
    public static final long DEFAULT_TIMEOUT_MILLIS = 5_000;

    /** The least of {@link #timeoutMillis}. */
    public static final long LEAST_TIMEOUT_MILLIS = 100;

    /** The most of {@link #timeoutMillis}: all checks together stay below the 5 minutes that a client waits (RFC 5321 §4.5.3.2.3). */
    public static final long LONGEST_TIMEOUT_MILLIS = 30_000;

    private static final int PORT = 53;
    private static final int MAX_PORT = 65_535;

    public DnsSettings {
        servers = List.copyOf(servers);
        blockLists = List.copyOf(blockLists);
        allowLists = List.copyOf(allowLists);
    }

    /** Whether DNS is asked at all. */
    boolean isUsed() {
        return senderDomain || reverseName || helloName || !blockLists.isEmpty();
    }

    /** The servers to ask; none: those of this machine. */
    List<InetSocketAddress> serverAddresses() {
        return servers.stream().map(DnsSettings::checkedServer).toList();
    }

    void check(Problems problems, UnaryOperator<String> spelling) {
        for (String text : servers) {
            if (server(text) == null) {
                problems.add(
                        ListenerKey.DNS_SERVERS,
                        text,
                        "must be an address, not a name, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53");
            }
        }
        problems.range(ListenerKey.DNS_TIMEOUT, timeoutMillis, LEAST_TIMEOUT_MILLIS, LONGEST_TIMEOUT_MILLIS);
        checkLists(problems, ListenerKey.DNS_BLOCK_LISTS, blockLists);
        checkLists(problems, ListenerKey.DNS_ALLOW_LISTS, allowLists);
        if (blockLists.isEmpty() && !allowLists.isEmpty()) {
            problems.add(
                    ListenerKey.DNS_ALLOW_LISTS,
                    String.join(",", allowLists),
                    "lets pass whom " + spelling.apply(ListenerKey.DNS_BLOCK_LISTS)
                            + " would refuse, but that is empty: set both or neither");
        }
    }

    private static void checkLists(Problems problems, String key, List<String> lists) {
        for (String list : lists) {
            try {
                DnsList.parse(list);
            } catch (IllegalArgumentException e) {
                problems.add(key, list, String.valueOf(e.getMessage()));
            }
        }
    }

    private static InetSocketAddress checkedServer(String text) {
        InetSocketAddress address = server(text);
        if (address == null) {
            throw new IllegalArgumentException("not the address of a server: " + text);
        }
        return address;
    }

    /** The address, or null if it is none. */
    private static @Nullable InetSocketAddress server(String text) {
        boolean brackets = text.startsWith("[");
        int colon = text.lastIndexOf(':');
        boolean hasPort = brackets ? colon > text.indexOf(']') : colon >= 0 && colon == text.indexOf(':');
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? port(text.substring(colon + 1)) : PORT;
        byte @Nullable [] octets = NetUtil.createByteArrayFromIpAddressString(host);
        if (octets == null || port < 1 || (brackets && !host.endsWith("]"))) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), port);
        } catch (UnknownHostException e) { // of a length that no address has
            return null;
        }
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(text) : 0;
        return port <= MAX_PORT ? port : 0;
    }
}
