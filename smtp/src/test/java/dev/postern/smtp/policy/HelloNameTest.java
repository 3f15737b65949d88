package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.dns.ZoneResolver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloNameTest {
    private final Check check = new HelloName(
            ZoneResolver.builder()
                    .zone("""
                            a.example. IN A 192.0.2.1
                            aaaa.example. IN AAAA 2001:db8::1
                            txt.example. IN TXT "no host"
                            localhost. IN A 127.0.0.1
                            """)
                    .failing("failing.example")
                    .silent("silent.example")
                    .build(),
            Duration.ofMillis(200));

    private String hello(String name) {
        return Judged.by(check, "192.0.2.1", name, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.example", "A.Example", "aaaa.example", "[192.0.2.99]", "[IPv6:2001:db8::1]", "[ipv6:::1]"})
    void takesAQualifiedNameWithAnAddressAndALiteral(String name) {
        assertEquals("accepted", hello(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.example", "txt.example"})
    void refusesANameWithoutAddress(String name) {
        assertEquals("550 5.7.1 The name in EHLO has no address", hello(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "",
                "under_score.example",
                "..",
                "a..example",
                "192.0.2.1:25",
                "[192.0.2]",
                "[192.0.2.256]",
                "[2001:db8::1]",
                "[IPv6:192.0.2.1]",
                "[IPv6:fe80::1%eth0]",
                "[IPv6:]",
                "[X-tag:anything]",
                "[]"
            })
    void refusesWhatIsNeitherNameNorLiteral(String name) {
        assertEquals(
                "550 5.7.1 The name in EHLO is neither a fully qualified domain name nor an address literal",
                hello(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"failing.example", "silent.example"})
    void defersWhatCanNotBeKnownNow(String name) {
        assertEquals("451 4.4.3 The name in EHLO can't be looked up now, try again later", hello(name));
    }

    @Test
    void letsThisMachinePass() {
        assertEquals("accepted", Judged.by(check, "127.0.0.1", "localhost", null));
    }
}
