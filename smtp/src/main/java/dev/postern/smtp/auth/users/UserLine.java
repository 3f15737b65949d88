package dev.postern.smtp.auth.users;

import dev.postern.smtp.auth.ScramVerifier;
import dev.postern.smtp.sasl.SaslText;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One user in a file: {@code name:bcrypt} or {@code name:bcrypt:verifier}.
 *
 * @param name as SASLprep leaves it (RFC 4013); not empty, without colon and white space, and not beginning with # or @
 * @param hash of the password, by bcrypt
 * @param verifier for SCRAM, or null: then the user can't log in by SCRAM
 */
public record UserLine(String name, String hash, @Nullable ScramVerifier verifier) {
    /** How often SCRAM hashes the password of a new user. */
    public static final int ITERATIONS = 100_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException if the name is none; the message does not hold it */
    public UserLine {
        boolean wrong = !name.equals(SaslText.name(name))
                || name.charAt(0) == '#'
                || name.charAt(0) == '@'
                || name.chars().anyMatch(c -> c == ':' || Character.isWhitespace(c) || Character.isISOControl(c));
        if (wrong) {
            throw new IllegalArgumentException(
                    "a name has 1 to 255 octets, no colon, white space or control characters, and does not begin with # or @");
        }
    }

    /**
     * Makes the line of a user, which takes some tenths of a second.
     *
     * @param password is not changed
     * @param iterations for SCRAM, or 0 for a user without
     * @throws IllegalArgumentException if name or password are none; the message holds neither
     */
    public static UserLine of(String name, char[] password, int iterations) {
        return of(name, password, Bcrypt.COST, iterations);
    }

    static UserLine of(String name, char[] password, int cost, int iterations) {
        String preparedName = SaslText.name(name);
        char[] prepared = SaslText.prepared(password);
        if (preparedName == null || prepared == null) {
            throw new IllegalArgumentException("name and password are not empty and hold no control characters");
        }
        try {
            String hash = Bcrypt.hash(prepared, cost);
            return new UserLine(preparedName, hash, iterations == 0 ? null : verifier(prepared, iterations));
        } finally {
            Arrays.fill(prepared, '\0');
        }
    }

    /** @throws IllegalArgumentException if the line is of another form; the message holds nothing of it */
    static UserLine parse(String line) {
        String[] fields = line.split(":", 3);
        if (fields.length < 2) {
            throw new IllegalArgumentException("a line is name:bcrypt or name:bcrypt:verifier");
        }
        Bcrypt.cost(fields[1]);
        return new UserLine(fields[0], fields[1], fields.length == 2 ? null : ScramVerifier.parse(fields[2]));
    }

    /** The line as it stands in the file: a secret. */
    String text() {
        return name + ":" + hash + (verifier == null ? "" : ":" + verifier.text());
    }

    /** The name alone. */
    @Override
    public String toString() {
        return "UserLine[" + name + "]";
    }

    private static ScramVerifier verifier(char[] password, int iterations) {
        byte[] salt = new byte[ScramVerifier.SALT_OCTETS];
        RANDOM.nextBytes(salt);
        return ScramVerifier.of(password, salt, iterations);
    }
}
