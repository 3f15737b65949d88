package dev.postern.smtp.auth;

/** What an {@link Authenticator} stores of a user for SCRAM. */
public sealed interface ScramLookup {
    /**
     * The user is known.
     *
     * @param verifier what tells whether a proof is right
     */
    record Found(ScramVerifier verifier) implements ScramLookup {}

    /**
     * The user is not known, or has no verifier.
     *
     * @param decoy what the client is shown, so that it can't tell; see {@link ScramDecoys}
     */
    record Unknown(ScramVerifier decoy) implements ScramLookup {}

    /**
     * It can't be told now.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements ScramLookup {}
}
