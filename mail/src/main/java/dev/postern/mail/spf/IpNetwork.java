package dev.postern.mail.spf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/** The addresses whose first bits are those of one address. */
final class IpNetwork {
    private static final int MAX_TEXT = 45; // eight groups, the last two as an IPv4 address

    private final byte[] octets;
    private final int bits;

    /**
     * @param octets of the address, 4 or 16
     * @param bits how many count
     */
    IpNetwork(byte[] octets, int bits) {
        this.octets = octets.clone();
        this.bits = bits;
    }

    /** The four octets of an address such as 192.0.2.1, or null if it is none; no number has a zero in front (RFC 7208 §5.6). */
    static byte @Nullable [] v4(String text) {
        if (text.length() > MAX_TEXT) {
            return null;
        }
        for (String number : text.split("\\.", -1)) {
            if (number.length() > 1 && number.charAt(0) == '0') {
                return null;
            }
        }
        return Address.toByteArray(text, Address.IPv4);
    }

    /** The 16 octets of an address in the forms of RFC 4291 §2.2, or null if it is none. */
    static byte @Nullable [] v6(String text) {
        boolean plain = text.length() <= MAX_TEXT
                && text.chars().allMatch(c -> c == ':' || c == '.' || (Character.digit(c, 16) >= 0 && c < 0x80));
        return plain ? Address.toByteArray(text, Address.IPv6) : null;
    }

    /** Whether an address is one of them; one of the other kind is not. */
    boolean contains(byte[] address) {
        if (address.length != octets.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, octets, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ octets[whole]) & 0xff) >> (8 - rest) == 0;
    }
}
