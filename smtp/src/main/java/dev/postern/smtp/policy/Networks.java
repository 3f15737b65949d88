package dev.postern.smtp.policy;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Hosts by their addresses: networks in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3), or single addresses. */
public final class Networks {
    /** No host. */
    public static final Networks NONE = new Networks(List.of());

    private final List<IpSubnetFilterRule> networks;

    private Networks(List<IpSubnetFilterRule> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Reads networks such as {@code 192.0.2.0/24}, {@code 2001:db8::/32} and {@code 127.0.0.1}. Names are not looked up.
     *
     * @throws IllegalArgumentException if one of them is none, or holds all hosts; the message repeats it
     */
    public static Networks parse(List<String> texts) {
        List<IpSubnetFilterRule> networks = new ArrayList<>();
        for (String text : texts) {
            int slash = text.indexOf('/');
            byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                throw new IllegalArgumentException(text + " is not an address or network such as 192.0.2.0/24");
            }
            int bits = address.length * Byte.SIZE;
            int prefix = slash < 0 ? bits : prefix(text, slash, bits);
            InetAddress first = of(address); // of IPv4 where IPv6 notation says so
            int unused = bits - first.getAddress().length * Byte.SIZE;
            if (prefix < unused) {
                throw new IllegalArgumentException(text + " has no prefix length from " + unused + " to " + bits);
            }
            if (prefix == unused) { // never meant: it would let everybody relay, or say where he comes from
                throw new IllegalArgumentException(
                        text + " holds all hosts there are: name the networks that you mean");
            }
            networks.add(new IpSubnetFilterRule(first, prefix - unused, IpFilterRuleType.ACCEPT));
        }
        return networks.isEmpty() ? NONE : new Networks(networks);
    }

    /** Whether the host is in one of them; an IPv4 address in IPv6 notation counts as IPv4. */
    public boolean contain(InetSocketAddress host) {
        for (IpSubnetFilterRule network : networks) {
            if (network.matches(host)) {
                return true;
            }
        }
        return false;
    }

    private static int prefix(String text, int slash, int bits) {
        String digits = text.substring(slash + 1);
        int prefix = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : bits + 1;
        if (prefix > bits) {
            throw new IllegalArgumentException(text + " has no prefix length from 0 to " + bits);
        }
        return prefix;
    }

    private static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets", e);
        }
    }
}
