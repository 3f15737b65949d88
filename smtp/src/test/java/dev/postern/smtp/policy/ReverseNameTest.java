package dev.postern.smtp.policy;

import static dev.postern.smtp.policy.Judged.client;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReverseNameTest {
    private static ReverseName check() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            many.append("9.2.0.192.in-addr.arpa. IN PTR n" + i + ".example.\nn" + i + ".example. IN A 192.0.2.200\n");
        }
        return new ReverseName(
                ZoneResolver.builder()
                        .zone("""
                                1.2.0.192.in-addr.arpa. IN PTR host.example.
                                host.example. IN A 192.0.2.1
                                host.example. IN AAAA 2001:db8::1
                                1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. IN PTR host.example.
                                2.2.0.192.in-addr.arpa. IN PTR liar.example.
                                liar.example. IN A 192.0.2.99
                                3.2.0.192.in-addr.arpa. IN PTR nowhere.example.
                                4.2.0.192.in-addr.arpa. IN PTR nowhere.example.
                                4.2.0.192.in-addr.arpa. IN PTR slow.example.
                                4.2.0.192.in-addr.arpa. IN PTR right.example.
                                right.example. IN A 192.0.2.4
                                5.2.0.192.in-addr.arpa. IN PTR nowhere.example.
                                5.2.0.192.in-addr.arpa. IN PTR slow.example.
                                6.2.0.192.in-addr.arpa. IN PTR a\\000b.example.
                                8.2.0.192.in-addr.arpa. IN PTR silent.example.
                                """)
                        .zone(many.toString())
                        .timingOut("slow.example")
                        .failing("7.2.0.192.in-addr.arpa")
                        .silent("silent.example")
                        .build(),
                Duration.ofMillis(200));
    }

    private static String unknown(String address) {
        return "451 4.4.3 The name of client [" + address + "] can't be looked up now, try again later";
    }

    private static String notBack(String address) {
        return "550 5.7.25 Client [" + address + "] has a name in reverse DNS which does not point back";
    }

    @Test
    void takesAClientWhoseNamePointsBack() {
        assertEquals("accepted", client(check(), "192.0.2.1"));
        assertEquals("accepted", client(check(), "2001:db8::1"));
        assertEquals("accepted", client(check(), "192.0.2.4"), "one right name among others");
    }

    @Test
    @Rfc("7372#3.3")
    void refusesAClientWithoutANameOrWithTheNameOfAnother() {
        assertEquals("550 5.7.25 Client [192.0.2.77] has no name in reverse DNS", client(check(), "192.0.2.77"));
        assertEquals(
                "550 5.7.25 Client [2001:db8:0:0:0:0:0:2] has no name in reverse DNS", client(check(), "2001:db8::2"));
        assertEquals(notBack("192.0.2.2"), client(check(), "192.0.2.2"));
        assertEquals(notBack("192.0.2.3"), client(check(), "192.0.2.3"));
        assertEquals(notBack("192.0.2.6"), client(check(), "192.0.2.6"));
        assertEquals(notBack("192.0.2.9"), client(check(), "192.0.2.9"));
    }

    @Test
    void defersWhatCanNotBeKnownNow() {
        assertEquals(unknown("192.0.2.7"), client(check(), "192.0.2.7"));
        assertEquals(unknown("192.0.2.5"), client(check(), "192.0.2.5"));
        assertEquals(unknown("192.0.2.8"), client(check(), "192.0.2.8"), "by its own deadline");
    }

    @Test
    void letsThisMachinePass() {
        assertEquals("accepted", client(check(), "127.0.0.1"));
        assertEquals("accepted", client(check(), "::1"));
        assertEquals("accepted", client(check(), "fe80::1"));
    }
}
