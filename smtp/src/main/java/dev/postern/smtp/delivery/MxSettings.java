package dev.postern.smtp.delivery;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How servers are found by MX.
 *
 * @param port where they listen
 * @param ownNames hosts that are ourselves, in lower case: neither they nor what comes behind them gets mail (RFC 5321 §5.1)
 * @param ownAddresses addresses that are ourselves, to the same end
 * @param privateAddresses whether mail may go to addresses that are not of the public Internet, which strangers can name in their DNS
 * @param maxHosts how many MX hosts of a domain are looked up, at least 1
 * @param maxAddresses how many addresses of a domain are tried in one attempt, at least 1
 * @param deadline of all questions about a domain, above zero
 */
public record MxSettings(
        int port,
        Set<String> ownNames,
        Set<InetAddress> ownAddresses,
        boolean privateAddresses,
        int maxHosts,
        int maxAddresses,
        Duration deadline) {
    /** Port 25, public addresses only, 5 addresses of 10 hosts, 30 seconds for DNS; and we are nobody. */
    public static final MxSettings STANDARD =
            new MxSettings(25, Set.of(), Set.of(), false, 10, 5, Duration.ofSeconds(30));

    /** @throws IllegalArgumentException if a number is out of its range */
    public MxSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (maxHosts < 1 || maxAddresses < 1 || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a route needs at least 1 host, 1 address and a deadline above zero");
        }
        ownNames = ownNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        ownAddresses = Set.copyOf(ownAddresses);
    }

    /** The same with another port. */
    public MxSettings withPort(int value) {
        return new MxSettings(value, ownNames, ownAddresses, privateAddresses, maxHosts, maxAddresses, deadline);
    }

    /** The same with other hosts that are ourselves, each by a name or by an IP address. */
    public MxSettings withOwnHosts(List<String> hosts) {
        Set<String> names = new HashSet<>();
        Set<InetAddress> addresses = new HashSet<>();
        for (String host : hosts) {
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
            if (address == null) {
                names.add(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
            } else {
                addresses.add(address);
            }
        }
        return new MxSettings(port, names, addresses, privateAddresses, maxHosts, maxAddresses, deadline);
    }

    /** The same, with or without addresses that are not public. */
    public MxSettings withPrivateAddresses(boolean value) {
        return new MxSettings(port, ownNames, ownAddresses, value, maxHosts, maxAddresses, deadline);
    }

    /** The same with other limits of hosts and addresses. */
    public MxSettings withLimits(int hosts, int addresses) {
        return new MxSettings(port, ownNames, ownAddresses, privateAddresses, hosts, addresses, deadline);
    }

    /** The same with another deadline. */
    public MxSettings withDeadline(Duration value) {
        return new MxSettings(port, ownNames, ownAddresses, privateAddresses, maxHosts, maxAddresses, value);
    }
}
