package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A network holds its own addresses and no others. */
public final class NetworksFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(NetworksFuzzTest.class, NetworksFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Networks networks;
        try {
            networks = Networks.parse(List.of(text));
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith(text + " "));
            return;
        }
        int slash = text.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        int prefix = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
        assertTrue(networks.contain(host(address)));
        for (int bit = 0; bit < address.length * 8; bit++) {
            byte[] neighbour = address.clone();
            neighbour[bit / 8] ^= (byte) (0x80 >> (bit % 8));
            assertEquals(bit >= prefix, networks.contain(host(neighbour)), "bit " + bit);
        }
        assertEquals(prefix == 0, networks.contain(host(inverted(address))));
        boolean ipv4 = host(address).getAddress() instanceof Inet4Address;
        assertFalse(networks.contain(host(new byte[ipv4 ? 16 : 4])), "the other family");
    }

    private static byte[] inverted(byte[] address) {
        byte[] other = new byte[address.length];
        for (int i = 0; i < other.length; i++) {
            other[i] = (byte) ~address[i];
        }
        return other;
    }

    private static InetSocketAddress host(byte[] address) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 25);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets", e);
        }
    }
}
