package dev.postern.smtp.auth.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hashes of passwords by bcrypt; each costs some tenths of a second, which is their purpose. */
final class Bcrypt {
    /** What bcrypt looks at of a password, in octets of UTF-8. */
    static final int MAX_PASSWORD = 71;

    static final int COST = 12;
    private static final int MAX_COST = 16; // some seconds
    private static final Pattern SYNTAX = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    private Bcrypt() {}

    /** @throws IllegalArgumentException if the password is longer than bcrypt looks at */
    static String hash(char[] password, int cost) {
        if (isTooLong(password)) {
            throw new IllegalArgumentException("a password has at most " + MAX_PASSWORD + " octets");
        }
        return BCrypt.with(LongPasswordStrategies.strict(BCrypt.Version.VERSION_2A))
                .hashToString(cost, password);
    }

    static boolean matches(String hash, char[] password) {
        return !isTooLong(password) && BCrypt.verifyer().verify(password, hash).verified;
    }

    /** A hash of nothing, which takes as long to compare as a real one. */
    static String decoy(int cost) {
        return "$2a$" + (cost < 10 ? "0" : "") + cost + "$" + ".".repeat(53);
    }

    /** @throws IllegalArgumentException if it is no hash, or one that takes too long to compare */
    static int cost(String hash) {
        Matcher matcher = SYNTAX.matcher(hash);
        int cost = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
        if (cost < BCrypt.MIN_COST || cost > MAX_COST) {
            throw new IllegalArgumentException(
                    "the second field is no bcrypt hash of a cost from " + BCrypt.MIN_COST + " to " + MAX_COST);
        }
        return cost;
    }

    private static boolean isTooLong(char[] password) {
        return StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).remaining() > MAX_PASSWORD;
    }
}
