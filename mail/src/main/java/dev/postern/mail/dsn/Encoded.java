package dev.postern.mail.dsn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import org.apache.james.mime4j.codec.QuotedPrintableOutputStream;

/**
 * Octets in the transfer encoding that leaves them most readable, of those that every server takes (RFC 2045 §6).
 *
 * @param name of the encoding
 * @param octets as they stand in the message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Encoded(String name, byte[] octets) {

    /** Encodes octets of which it is known what they are. */
    static Encoded of(byte[] octets, Octets kind) throws IOException {
        if (kind.lines() && !kind.eightBit()) {
            return new Encoded("7bit", octets);
        }
        if (holdsStrayLineEnds(octets)) { // in quoted-printable they would be line ends
            return new Encoded("base64", Base64.getMimeEncoder().encode(octets));
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(octets.length * 2);
        try (QuotedPrintableOutputStream quoted = new QuotedPrintableOutputStream(encoded, false)) {
            quoted.write(octets);
        }
        return new Encoded("quoted-printable", encoded.toByteArray());
    }

    /** Encodes octets. */
    static Encoded of(byte[] octets) throws IOException {
        return of(octets, Octets.of(new ByteArrayInputStream(octets)));
    }

    private static boolean holdsStrayLineEnds(byte[] octets) {
        boolean afterReturn = false;
        for (byte octet : octets) {
            if (afterReturn != (octet == '\n')) {
                return true;
            }
            afterReturn = octet == '\r';
        }
        return afterReturn;
    }
}
