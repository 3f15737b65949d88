package dev.postern.smtp.login;

import java.util.Set;

/** What proves who we are: it begins exchanges. Safe for use by several threads. */
public interface Proof {
    /** Whether it is a token, and not a password. */
    boolean isToken();

    /**
     * Begins a run of a mechanism that takes this proof.
     *
     * @param offered by the server, the mechanism among them
     * @throws BrokenExchangeException if user or password have no form in which the mechanism could say them
     */
    ClientExchange begin(LoginMechanism mechanism, Set<LoginMechanism> offered, LoginChannel channel)
            throws BrokenExchangeException;
}
