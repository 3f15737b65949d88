package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Verifiers for users that don't exist: the same name always gets the same salt, so that nobody can tell it from a real one
 * (RFC 5802 §9 leaves it to servers). Real users should have as many iterations and salts of {@value ScramVerifier#SALT_OCTETS} octets.
 */
public final class ScramDecoys {
    private final byte[] key;
    private final int iterations;

    /**
     * @param key a secret that outlives a restart
     * @param iterations what real users have
     */
    public ScramDecoys(byte[] key, int iterations) {
        this.key = key.clone();
        this.iterations = iterations;
    }

    /** The decoy for this name. */
    public ScramVerifier of(String user) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] salt = Arrays.copyOf(Sha256.hmac(key, name), ScramVerifier.SALT_OCTETS);
        byte[] storedKey = Sha256.hmac(key, salt); // nobody knows what hashes to it
        return new ScramVerifier(salt, iterations, storedKey, storedKey);
    }
}
