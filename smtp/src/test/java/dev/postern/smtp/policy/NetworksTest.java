package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.7/24, 192.0.2.1, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "128.0.0.0/1, 203.0.113.9, true",
        "0.0.0.0/1, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, ::1, true",
        "192.0.2.0/24, ::ffff:192.0.2.1, true",
    })
    void knowTheirHosts(String network, String host, boolean contained) throws UnknownHostException {
        Networks networks = Networks.parse(List.of("203.0.113.1", network));
        assertEquals(contained, networks.contain(new InetSocketAddress(InetAddress.getByName(host), 25)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "192.0.2",
                "192.0.2.0/33",
                "192.0.2.0/",
                "192.0.2.0/-1",
                "::/129",
                "0.0.0.0/0",
                "192.0.2.1/0",
                "::/0",
                "::ffff:0.0.0.0/96",
                "192.0.2.0/24/8",
                "/8",
                ""
            })
    void thatAreNoneAreNamed(String text) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Networks.parse(List.of(text)));
        assertTrue(refusal.getMessage().startsWith(text), refusal.getMessage());
    }

    @Test
    void noneHoldNoHost() {
        assertFalse(Networks.NONE.contain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 25)));
    }
}
