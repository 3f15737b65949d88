package dev.postern.mail;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the gateway's own id of a mail: given at MAIL, and the same in the 250 text, the Received field, the logs,
 * the records and the events.
 *
 * <p>26 characters of Crockford's base 32: 48 bits of time in milliseconds, then 80 random bits. Ids of later
 * milliseconds sort later. An id is a name, not a secret.
 */
public final class MailId {
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_CHARS = 10;
    private static final int RANDOM_CHARS = 16;

    private MailId() {}

    /** A new id, of the clock's current millisecond. */
    public static String next(Clock clock) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] id = new char[TIME_CHARS + RANDOM_CHARS];
        encode(clock.millis(), id, 0, TIME_CHARS);
        encode(random.nextLong(), id, TIME_CHARS, RANDOM_CHARS / 2);
        encode(random.nextLong(), id, TIME_CHARS + RANDOM_CHARS / 2, RANDOM_CHARS / 2);
        return new String(id);
    }

    private static void encode(long bits, char[] target, int offset, int count) {
        long rest = bits;
        for (int i = offset + count - 1; i >= offset; i--) {
            target[i] = ALPHABET[(int) (rest & 31)];
            rest >>>= 5;
        }
    }
}
