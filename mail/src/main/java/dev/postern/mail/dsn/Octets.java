package dev.postern.mail.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What kind of octets some content holds, and a digest of them.
 *
 * @param eightBit whether one is not of US-ASCII
 * @param lines whether all of them stand in lines of up to 998, ended by CRLF, without NUL (RFC 5321 §2.3.8, §4.5.3.1.6)
 * @param digest 32 octets that nobody can choose
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Octets(boolean eightBit, boolean lines, byte[] digest) {
    private static final int LONGEST_LINE = 998;
    private static final int AT_ONCE = 8192;

    /** Reads all of it. */
    static Octets of(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        byte[] some = new byte[AT_ONCE];
        boolean eightBit = false;
        boolean lines = true;
        boolean afterReturn = false;
        int length = 0;
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
            digest.update(some, 0, count);
            for (int i = 0; i < count; i++) {
                byte octet = some[i];
                eightBit |= octet < 0;
                lines &= octet != 0 && afterReturn == (octet == '\n');
                afterReturn = octet == '\r';
                length = octet == '\n' ? 0 : afterReturn ? length : length + 1;
                lines &= length <= LONGEST_LINE;
            }
        }
        return new Octets(eightBit, lines && !afterReturn, digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
