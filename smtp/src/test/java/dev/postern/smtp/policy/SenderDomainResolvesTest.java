package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SenderDomainResolvesTest {
    private static final String TEMPORARY = "451 4.4.3 The sender's domain can't be looked up now, try again later";
    private static final String NOTHING = "550 5.1.8 The sender's domain has neither MX nor address";

    private final Check check = new SenderDomainResolves(
            ZoneResolver.builder()
                    .zone("""
                            mx.example. IN MX 10 host.nowhere.
                            a.example. IN A 192.0.2.1
                            aaaa.example. IN AAAA 2001:db8::1
                            txt.example. IN TXT "no host"
                            null.example. IN MX 0 .
                            odd.example. IN MX 0 .
                            odd.example. IN MX 10 host.nowhere.
                            alias.example. IN CNAME null.example.
                            broken.alias.example. IN CNAME failing.example.
                            """)
                    .failing("failing.example")
                    .timingOut("slow.example")
                    .silent("silent.example")
                    .build(),
            Duration.ofMillis(200));

    private String from(String sender) {
        return Judged.by(check, "192.0.2.1", "client.example", sender);
    }

    @Test
    @Rfc("5321#5.1b")
    void takesADomainWithAnExchangerOrAnAddress() {
        assertEquals("accepted", from("susan@mx.example"));
        assertEquals("accepted", from("susan@MX.Example"));
        assertEquals("accepted", from("susan@a.example"));
        assertEquals("accepted", from("susan@aaaa.example"));
    }

    @Test
    @Rfc("7505#4.2")
    void refusesANullExchanger() {
        String refused = "550 5.7.27 The sender's domain says that it sends no mail (null MX)";
        assertEquals(refused, from("susan@null.example"));
        assertEquals(refused, from("susan@alias.example"));
        assertEquals("accepted", from("susan@odd.example"), "beside another it says nothing");
    }

    @Test
    void refusesADomainWithNothing() {
        assertEquals(NOTHING, from("susan@nothing.example"));
        assertEquals(NOTHING, from("susan@txt.example"));
    }

    @Test
    void defersWhatCanNotBeKnownNow() {
        assertEquals(TEMPORARY, from("susan@failing.example"));
        assertEquals(TEMPORARY, from("susan@slow.example"));
        assertEquals(TEMPORARY, from("susan@broken.alias.example"));
    }

    @Test
    void defersByItsOwnDeadline() {
        long start = System.nanoTime();
        assertEquals(TEMPORARY, from("susan@silent.example"));
        assertTrue(System.nanoTime() - start >= 190_000_000);
    }

    @Test
    @Rfc("5321#4.5.5")
    void takesTheNullReversePathAndAddressLiterals() {
        assertEquals("accepted", from(null));
        assertEquals("accepted", from("susan@[192.0.2.7]"));
    }
}
