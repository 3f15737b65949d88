package dev.postern.smtp.login;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the mechanisms that a server offers is used. */
public final class MechanismChoice {
    /** The strongest that is offered. */
    public static final MechanismChoice AUTOMATIC = new MechanismChoice(List.of());

    // To a server that has proven who it is, a password may be shown: it then need not store what it could log in with
    // elsewhere.
    private static final List<LoginMechanism> VERIFIED = List.of(
            LoginMechanism.SCRAM_SHA_256_PLUS,
            LoginMechanism.SCRAM_SHA_256,
            LoginMechanism.PLAIN,
            LoginMechanism.LOGIN,
            LoginMechanism.CRAM_MD5,
            LoginMechanism.OAUTHBEARER,
            LoginMechanism.XOAUTH2);

    private static final List<LoginMechanism> UNVERIFIED = List.of(
            LoginMechanism.SCRAM_SHA_256_PLUS,
            LoginMechanism.SCRAM_SHA_256,
            LoginMechanism.CRAM_MD5,
            LoginMechanism.PLAIN,
            LoginMechanism.LOGIN);

    private final List<LoginMechanism> allowed;

    /** @param allowed in the order of preference; empty for all, the strongest first */
    public MechanismChoice(List<LoginMechanism> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Whether none are named: then a login without a mechanism is as good. */
    public boolean isFree() {
        return allowed.isEmpty();
    }

    /**
     * Chooses.
     *
     * @param offered by the server on this channel
     * @param token whether we have a token to show, and not a password
     * @return null if there is none that both sides take
     */
    public @Nullable LoginMechanism of(Set<LoginMechanism> offered, LoginChannel channel, boolean token) {
        for (LoginMechanism mechanism : candidates(channel)) {
            boolean unbound = mechanism == LoginMechanism.SCRAM_SHA_256_PLUS
                    && channel.bindings().isEmpty();
            if (offered.contains(mechanism) && mechanism.takesToken() == token && !unbound) {
                return mechanism;
            }
        }
        return null;
    }

    private List<LoginMechanism> candidates(LoginChannel channel) {
        if (!allowed.isEmpty()) {
            return allowed;
        }
        return channel.verified() ? VERIFIED : UNVERIFIED;
    }
}
