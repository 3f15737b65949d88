package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the domain of {@code user@[192.0.2.1]} and {@code user@[IPv6:2001:db8::1]} (RFC 5321 §4.1.3). */
final class AddressLiteral {
    private static final String IPV6_TAG = "ipv6:";

    private AddressLiteral() {}

    /** The address, or null if it is none that we know how to reach. */
    static @Nullable InetAddress parse(Domain literal) {
        String text = literal.text();
        String content = text.substring(1, text.length() - 1);
        boolean tagged = content.toLowerCase(Locale.ROOT).startsWith(IPV6_TAG);
        String address = tagged ? content.substring(IPV6_TAG.length()) : content;
        boolean valid = tagged
                ? NetUtil.isValidIpV6Address(address) && address.indexOf('%') < 0 && address.indexOf('[') < 0
                : NetUtil.isValidIpV4Address(address);
        byte @Nullable [] octets = valid ? NetUtil.createByteArrayFromIpAddressString(address) : null;
        try {
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) { // of a length that no address has
            return null;
        }
    }
}
