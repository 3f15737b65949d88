package dev.postern.mail.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The names under which DNS tells about addresses: the parts of the address, the last one first. */
public final class AddressName {
    private static final String HEX = "0123456789abcdef";

    private AddressName() {}

    /** The name of its PTR records: under in-addr.arpa (RFC 1035 §3.5) or ip6.arpa (RFC 3596 §2.5). */
    public static String of(InetAddress address) {
        return labels(address) + (address instanceof Inet4Address ? ".in-addr.arpa" : ".ip6.arpa");
    }

    /** Only the parts: four numbers of an IPv4 address, 32 hexadecimal digits of an IPv6 address, with dots between. */
    public static String labels(InetAddress address) {
        byte[] octets = address.getAddress();
        StringBuilder labels = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            if (address instanceof Inet4Address) {
                labels.append('.').append(octet);
            } else {
                labels.append('.').append(HEX.charAt(octet & 0xf)).append('.').append(HEX.charAt(octet >> 4));
            }
        }
        return labels.substring(1);
    }
}
