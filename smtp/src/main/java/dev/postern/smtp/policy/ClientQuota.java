package dev.postern.smtp.policy;

/**
 * How much each client may send to a listener; 0 stands for no limit.
 *
 * @param connectionsPerAddress open connections of one address
 * @param connectionsPerNetwork open connections of one network, the /24 of IPv4 and the /64 of IPv6
 * @param errorsPerHour commands of one address that are refused for ever, until its connections are refused too
 * @param address what one address may ask for
 * @param network what one network may ask for
 * @param user what one user may ask for that has logged in, who is not counted by address and network
 */
public record ClientQuota(
        int connectionsPerAddress,
        int connectionsPerNetwork,
        long errorsPerHour,
        Rates address,
        Rates network,
        Rates user) {
    /** No limits. */
    public static final ClientQuota NONE = new ClientQuota(0, 0, 0, Rates.NONE, Rates.NONE, Rates.NONE);

    /**
     * How often.
     *
     * @param connectionsPerMinute new connections; of no meaning for users
     * @param messagesPerHour mails begun
     * @param recipientsPerHour recipients named, also such as are refused by other checks
     */
    public record Rates(long connectionsPerMinute, long messagesPerHour, long recipientsPerHour) {
        /** No limits. */
        public static final Rates NONE = new Rates(0, 0, 0);
    }
}
