package dev.postern.mail.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the public Internet from those that mean this machine, this network or nobody (RFC 6890): anyone may name such a one
 * as the host for his mail, and so let us speak to what only we can reach.
 */
public final class PublicAddress {
    private PublicAddress() {}

    /** Whether it is an address of the public Internet; false where that is in doubt. */
    public static boolean is(InetAddress address) {
        byte[] octets = address.getAddress();
        return address instanceof Inet4Address ? isPublicV4(octets, 0) : isPublicV6(octets);
    }

    private static boolean isPublicV4(byte[] octets, int at) {
        int first = octets[at] & 0xff;
        int second = octets[at + 1] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127; // shared with customers of a provider, RFC 6598
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && octets[at + 2] == 0);
            case 198 -> second != 18 && second != 19; // benchmarks, RFC 2544
            default -> first < 224; // multicast, reserved, broadcast
        };
    }

    private static boolean isPublicV6(byte[] octets) {
        int group = ((octets[0] & 0xff) << 8) | (octets[1] & 0xff);
        if (group == 0x2002) { // 6to4 holds an IPv4 address, RFC 3056
            return isPublicV4(octets, 2);
        }
        if (group == 0x0064) { // and so does NAT64, RFC 6052 §2.1
            return isWellKnownPrefix(octets) && isPublicV4(octets, 12);
        }
        boolean teredo = group == 0x2001 && octets[2] == 0 && octets[3] == 0;
        return group >> 13 == 1 && !teredo; // 2000::/3 is what has been given out, RFC 4291 §2.4
    }

    private static boolean isWellKnownPrefix(byte[] octets) {
        for (int i = 4; i < 12; i++) {
            if (octets[i] != 0) {
                return false;
            }
        }
        return (octets[2] & 0xff) == 0xff && (octets[3] & 0xff) == 0x9b;
    }
}
