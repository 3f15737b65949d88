package dev.postern.smtp.login;

import dev.postern.smtp.sasl.Base64Text;
import dev.postern.smtp.sasl.ScramExtensions;
import dev.postern.smtp.sasl.ScramKeys;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server-first-message of SCRAM (RFC 5802 §7).
 *
 * @param nonce both parts of the nonce
 * @param salt in base64
 * @param iterations as the server wants them: it may want too many
 */
record ScramServerFirst(String nonce, String salt, int iterations) {
    /** The most that we do for a server: about a second. */
    static final int MOST_ITERATIONS = 1_000_000;

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int MOST_SALT = 1_024;

    /**
     * Reads the message.
     *
     * @param ours our part of the nonce
     * @throws BrokenExchangeException if it is none, or not one that we may answer
     */
    static ScramServerFirst parse(String message, String ours) throws BrokenExchangeException {
        String[] attributes = message.split(",", -1);
        if (attributes.length < 3
                || !attributes[0].startsWith("r=") // also m=, a mandatory extension
                || !attributes[1].startsWith("s=")
                || !attributes[2].startsWith("i=")
                || !ScramExtensions.areWellFormed(attributes, 3, attributes.length)) {
            throw new BrokenExchangeException("not a server-first-message of SCRAM");
        }
        String nonce = attributes[0].substring(2);
        // RFC 5802 §5.1: the nonce begins with ours, and the server must have added to it
        if (!nonce.startsWith(ours) || nonce.length() == ours.length() || !isPrintable(nonce)) {
            throw new BrokenExchangeException("the server's nonce does not go on from ours");
        }
        String salt = attributes[1].substring(2);
        byte[] octets = salt.length() > MOST_SALT ? null : Base64Text.decode(salt);
        if (octets == null || octets.length == 0) {
            throw new BrokenExchangeException("the server's salt is none");
        }
        return new ScramServerFirst(nonce, salt, iterations(attributes[2].substring(2)));
    }

    byte @Nullable [] saltOctets() {
        return Base64Text.decode(salt);
    }

    // Few iterations would let a false server guess our password from the proof, many would keep us busy.
    private static int iterations(String text) throws BrokenExchangeException {
        int count = COUNT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (count < ScramKeys.LEAST_ITERATIONS || count > MOST_ITERATIONS) {
            throw new BrokenExchangeException("the server wants a number of iterations that is not from "
                    + ScramKeys.LEAST_ITERATIONS + " to " + MOST_ITERATIONS);
        }
        return count;
    }

    private static boolean isPrintable(String nonce) {
        return nonce.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
