package dev.postern.mail.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.53, 192.0.2.53, 53",
        "192.0.2.53:5353, 192.0.2.53, 5353",
        "2001:db8::53, 2001:db8::53, 53",
        "[2001:db8::53], 2001:db8::53, 53",
        "[2001:db8::53]:65535, 2001:db8::53, 65535"
    })
    void readsAddressesWithAndWithoutPort(String text, String address, int port) throws Exception {
        assertEquals(
                Optional.of(new InetSocketAddress(InetAddress.getByName(address), port)), ServerAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dns.example.org",
                "localhost",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.53:0",
                "192.0.2.53:65536",
                "192.0.2.53:",
                "192.0.2.53:-1",
                "[2001:db8::53",
                "2001:db8::53]",
                "[]",
                "[dns]:53",
                "[",
                "]",
                ":53",
                "192.0.2.53,192.0.2.54"
            })
    void refusesAllElse(String text) {
        assertEquals(Optional.empty(), ServerAddress.parse(text));
    }
}
