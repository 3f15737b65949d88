package dev.postern.smtp.auth;

import java.util.Base64;

/** What follows a response of the client. */
public sealed interface SaslStep {
    /** The client must answer this. */
    final class Challenge implements SaslStep {
        private final byte[] octets;

        Challenge(byte[] octets) {
            this.octets = octets.clone();
        }

        /** The challenge in base64, as it stands in a 334 reply. */
        public String text() {
            return Base64.getEncoder().encodeToString(octets);
        }

        byte[] octets() {
            return octets.clone();
        }
    }

    /**
     * The client is authenticated.
     *
     * @param identity whom it acts for
     */
    record Accepted(String identity) implements SaslStep {}

    /**
     * The client is not authenticated, and the exchange is over.
     *
     * @param failure how it is answered
     * @param reason for the log: holds nothing that the client sent
     */
    record Failed(Failure failure, String reason) implements SaslStep {}

    /** The ways in which an exchange fails (RFC 4954 §4, §6). */
    enum Failure {
        /** The client gave up with {@code *}. */
        CANCELLED,
        /** The response is not base64. */
        NOT_BASE64,
        /** The response is base64, but of no message of the mechanism. */
        MALFORMED,
        /** The credentials are wrong. */
        REFUSED,
        /** It can't be told now. */
        UNAVAILABLE
    }
}
