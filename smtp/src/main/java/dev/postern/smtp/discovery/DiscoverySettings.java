package dev.postern.smtp.discovery;

import java.time.Duration;

/**
 * How much is asked.
 *
 * @param deadline of all that is asked for one service, above zero
 * @param maxServers how many servers of one SRV name are tried, at least 1
 * @param maxAddresses how many addresses of either kind of a server are tried, at least 1
 * @param privateAddresses whether servers may have addresses that are not of the public Internet, which strangers can name in their DNS
 */
public record DiscoverySettings(Duration deadline, int maxServers, int maxAddresses, boolean privateAddresses) {
    /** 30 seconds, 4 servers of a name, 2 addresses of either kind of each, public ones only. */
    public static final DiscoverySettings STANDARD = new DiscoverySettings(Duration.ofSeconds(30), 4, 2, false);

    /** @throws IllegalArgumentException if a number is out of its range */
    public DiscoverySettings {
        if (maxServers < 1 || maxAddresses < 1 || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "discovery needs at least 1 server, 1 address and a deadline above zero");
        }
    }

    /** The same with another deadline. */
    public DiscoverySettings withDeadline(Duration value) {
        return new DiscoverySettings(value, maxServers, maxAddresses, privateAddresses);
    }

    /** The same, with or without addresses that are not public. */
    public DiscoverySettings withPrivateAddresses(boolean value) {
        return new DiscoverySettings(deadline, maxServers, maxAddresses, value);
    }
}
