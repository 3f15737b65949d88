package dev.postern.mail.dns;

/**
 * An SRV record: a server that offers a service of a domain (RFC 2782).
 *
 * @param priority 0 to 65535, the lower the earlier
 * @param weight 0 to 65535, the larger the more often among those of the same priority
 * @param port 0 to 65535
 * @param target the server's name in lower case without the final dot, as DNS holds it, which may be no host name; empty where the service
 *     is not offered
 */
public record ServiceRecord(int priority, int weight, int port, String target) {
    /** Whether this says that the domain does not offer the service, by the root as the target. */
    public boolean isNull() {
        return target.isEmpty();
    }
}
