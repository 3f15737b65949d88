package dev.postern.smtp.auth;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a client shows of itself. */
public sealed interface Credentials {
    /** A user and its password, both prepared by SASLprep (RFC 4013). */
    final class Password implements Credentials {
        private final String user;
        private final @Nullable String authorization;
        private final char[] secret;

        /**
         * @param user the authentication identity
         * @param authorization whom the user wants to act for, or null for itself
         * @param secret belongs to this object from here on
         */
        public Password(String user, @Nullable String authorization, char[] secret) {
            this.user = user;
            this.authorization = authorization;
            this.secret = secret;
        }

        /** The authentication identity. */
        public String user() {
            return user;
        }

        /** Whom the user wants to act for, or null for itself. */
        public @Nullable String authorization() {
            return authorization;
        }

        /** Whether the user wants to act for another than itself. */
        public boolean isForAnother() {
            return authorization != null && !authorization.equals(user);
        }

        /** The password itself, not a copy: it is zeros after {@link #wipe()}. */
        public char[] secret() {
            return secret;
        }

        /** Forgets the password. */
        public void wipe() {
            Arrays.fill(secret, '\0');
        }

        /** Neither password nor name: people type the one for the other. */
        @Override
        public String toString() {
            return "Password";
        }
    }

    /**
     * An OAuth 2.0 bearer token (RFC 6750).
     *
     * @param user whom the client says the token is for, or null
     * @param token never printed
     */
    record BearerToken(@Nullable String user, String token) implements Credentials {
        @Override
        public String toString() {
            return "BearerToken";
        }
    }
}
