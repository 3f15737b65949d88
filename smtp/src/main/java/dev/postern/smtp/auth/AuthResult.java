package dev.postern.smtp.auth;

/** What an {@link Authenticator} found. */
public sealed interface AuthResult {
    /**
     * The client is who it says.
     *
     * @param identity whom it acts for: the authorization identity, or the user where none was given
     */
    record Authenticated(String identity) implements AuthResult {
        /** @throws IllegalArgumentException if the identity is empty or holds a control character */
        public Authenticated {
            if (identity.isEmpty() || identity.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("an identity is not empty and holds no control characters");
            }
        }
    }

    /**
     * The client is not who it says, or may not act for whom it wants.
     *
     * @param reason for the log; the client is not told it
     */
    record Refused(String reason) implements AuthResult {}

    /**
     * It can't be told now.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements AuthResult {}
}
