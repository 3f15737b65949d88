package dev.postern.smtp.policy;

/**
 * What a server holds against clients outside of its checks.
 *
 * @param limits how many connections they may have
 * @param tarpit how long their errors wait
 * @param sizes how large messages of users may be
 */
public record ClientRules(ClientLimits limits, Tarpit tarpit, UserSizes sizes) {
    /** Nothing. */
    public static final ClientRules NONE = new ClientRules(ClientLimits.NONE, Tarpit.NONE, UserSizes.NONE);
}
