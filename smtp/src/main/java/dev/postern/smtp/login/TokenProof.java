package dev.postern.smtp.login;

import java.util.Set;

/**
 * A bearer token, and the user whom we say it is for.
 *
 * @param user not printed either, as people mistake the one for the other
 */
public record TokenProof(String user, AccessToken token) implements Proof {
    @Override
    public boolean isToken() {
        return true;
    }

    @Override
    public ClientExchange begin(LoginMechanism mechanism, Set<LoginMechanism> offered, LoginChannel channel)
            throws BrokenExchangeException {
        if (user.chars().anyMatch(Character::isISOControl)) { // a Control-A would end the name
            throw new BrokenExchangeException("the user name holds a control character");
        }
        return switch (mechanism) {
            case OAUTHBEARER -> BearerClient.oauthBearer(this, channel);
            case XOAUTH2 -> BearerClient.xoauth2(this);
            default -> throw new IllegalArgumentException(mechanism + " takes a password");
        };
    }

    @Override
    public String toString() {
        return "TokenProof";
    }
}
