package dev.postern.mail.spf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** The address of a client: an IPv4 address also where it comes as an IPv6 one that stands for it (RFC 7208 §5). */
final class ClientAddress {
    private static final int GROUPS = 8;

    private final InetAddress address;

    ClientAddress(InetAddress address) {
        try {
            this.address = InetAddress.getByAddress(address.getAddress()); // which turns mapped ones into IPv4
        } catch (UnknownHostException e) {
            throw new AssertionError("what has an address has its octets", e);
        }
    }

    InetAddress inet() {
        return address;
    }

    byte[] octets() {
        return address.getAddress();
    }

    boolean isV4() {
        return octets().length == 4;
    }

    /** Four numbers, or 32 hexadecimal digits, with dots between (RFC 7208 §7.3, the macro i). */
    String dotted() {
        if (isV4()) {
            return address.getHostAddress();
        }
        StringBuilder dotted = new StringBuilder();
        for (byte octet : octets()) {
            String digits = String.format(Locale.ROOT, "%02X", octet);
            dotted.append('.').append(digits.charAt(0)).append('.').append(digits.charAt(1));
        }
        return dotted.substring(1);
    }

    /** As people write it (RFC 5952 §4): the longest run of zeros is left out. */
    String readable() {
        if (isV4()) {
            return address.getHostAddress();
        }
        int[] groups = groups();
        int runStart = -1;
        int runLength = 1; // RFC 5952 §4.2.2: a single zero is written
        for (int i = 0; i < GROUPS; i++) {
            int length = zeros(groups, i);
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private int[] groups() {
        byte[] octets = octets();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
        }
        return groups;
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }
}
