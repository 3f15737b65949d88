package dev.postern.smtp.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What SCRAM-SHA-256 derives from a password (RFC 5802 §3): secrets. */
public final class ScramKeys {
    /** RFC 7677 §4 */
    public static final int LEAST_ITERATIONS = 4_096;

    private final byte[] clientKey;
    private final byte[] serverKey;

    private ScramKeys(byte[] clientKey, byte[] serverKey) {
        this.clientKey = clientKey;
        this.serverKey = serverKey;
    }

    /**
     * Derives the keys, which takes time.
     *
     * @param password prepared by SASLprep, not empty
     * @param salt not empty
     * @param iterations at least 1
     */
    public static ScramKeys derive(char[] password, byte[] salt, int iterations) {
        byte[] salted = saltedPassword(password, salt, iterations);
        try {
            return new ScramKeys(
                    Sha256.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII)),
                    Sha256.hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)));
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    /** Who has it can log in as the user. */
    public byte[] clientKey() {
        return clientKey.clone();
    }

    /** The hash of the client's key, which a server stores. */
    public byte[] storedKey() {
        return Sha256.hash(clientKey);
    }

    /** Who has it can pass for the server. */
    public byte[] serverKey() {
        return serverKey.clone();
    }

    /** No key. */
    @Override
    public String toString() {
        return "ScramKeys";
    }

    private static byte[] saltedPassword(char[] password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, Sha256.OCTETS * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
