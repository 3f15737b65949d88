package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.ScramKeys;
import dev.postern.smtp.sasl.Sha256;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server stores of a password for SCRAM-SHA-256 (RFC 5802 §3): it proves the client without being the password.
 *
 * <p>Written as RFC 5803 has it: {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}, the latter three in base64.
 */
public final class ScramVerifier {
    /** RFC 7677 §4 */
    public static final int LEAST_ITERATIONS = ScramKeys.LEAST_ITERATIONS;

    /** The salt of new verifiers. */
    public static final int SALT_OCTETS = 16;

    /** What a login may cost us. */
    public static final int MOST_ITERATIONS = 10_000_000;

    private static final int MOST_SALT_OCTETS = 64;
    private static final Pattern SYNTAX =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,8}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    /** @throws IllegalArgumentException if a value is out of its range */
    public ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("iterations are " + LEAST_ITERATIONS + " to " + MOST_ITERATIONS);
        }
        if (salt.length == 0 || salt.length > MOST_SALT_OCTETS) {
            throw new IllegalArgumentException("a salt has 1 to " + MOST_SALT_OCTETS + " octets");
        }
        if (storedKey.length != Sha256.OCTETS || serverKey.length != Sha256.OCTETS) {
            throw new IllegalArgumentException("a key has " + Sha256.OCTETS + " octets");
        }
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /**
     * Derives the verifier of a password, which takes time.
     *
     * @param password prepared by SASLprep, not empty
     */
    public static ScramVerifier of(char[] password, byte[] salt, int iterations) {
        ScramKeys keys = ScramKeys.derive(password, salt, iterations);
        return new ScramVerifier(salt, iterations, keys.storedKey(), keys.serverKey());
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else; the message tells nothing of the text
     */
    public static ScramVerifier parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
        }
        return new ScramVerifier(
                decode(matcher.group(2)),
                Integer.parseInt(matcher.group(1)),
                decode(matcher.group(3)),
                decode(matcher.group(4)));
    }

    /** The form in which it is stored: a secret. */
    public String text() {
        return "SCRAM-SHA-256$" + iterations + ":" + encode(salt) + "$" + encode(storedKey) + ":" + encode(serverKey);
    }

    String saltText() {
        return encode(salt);
    }

    /** How often the password is hashed. */
    public int iterations() {
        return iterations;
    }

    byte[] storedKey() {
        return storedKey.clone();
    }

    byte[] serverKey() {
        return serverKey.clone();
    }

    /** No key. */
    @Override
    public String toString() {
        return "SCRAM-SHA-256 with " + iterations + " iterations";
    }

    private static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier", e);
        }
    }
}
