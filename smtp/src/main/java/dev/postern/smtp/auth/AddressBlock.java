package dev.postern.smtp.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What belongs to one host: an IPv4 address, or the /64 of an IPv6 address. */
final class AddressBlock {
    private static final int NETWORK_OCTETS = 8;

    private AddressBlock() {}

    static String of(@Nullable InetAddress address) {
        if (address == null) {
            return "unknown";
        }
        byte[] octets = address.getAddress();
        byte[] block = address instanceof Inet6Address ? Arrays.copyOf(octets, NETWORK_OCTETS) : octets;
        return HexFormat.of().formatHex(block);
    }
}
