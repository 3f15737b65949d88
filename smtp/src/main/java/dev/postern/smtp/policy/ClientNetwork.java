package dev.postern.smtp.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The neighbours of an address, which are likely to be one and the same: the /24 of IPv4, the /64 of IPv6.
 *
 * @param ipv4 whether it is one of IPv4
 * @param bits its prefix
 */
record ClientNetwork(boolean ipv4, long bits) {
    static ClientNetwork of(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new ClientNetwork(true, octets.getInt() & 0xffff_ff00L)
                : new ClientNetwork(false, octets.getLong());
    }

    @Override
    public String toString() {
        return (ipv4 ? "4:" : "6:") + HexFormat.of().toHexDigits(bits);
    }
}
