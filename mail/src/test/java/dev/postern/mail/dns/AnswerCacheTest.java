package dev.postern.mail.dns;

import static dev.postern.mail.dns.ResolverContract.await;
import static dev.postern.mail.dns.ScriptedDns.a;
import static dev.postern.mail.dns.ScriptedDns.record;
import static dev.postern.mail.dns.ScriptedDns.response;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** How long an answer is kept. */
class AnswerCacheTest {
    private final AtomicLong clock = new AtomicLong();

    /** Asks, and again a second before and after the time: the first time the answer is kept, the second time it is not. */
    private void assertKeptFor(Duration time, ScriptedDns.Script script) throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver =
                        new DnsjavaResolver(List.of(dns.address()), Duration.ofSeconds(20), false, clock::get)) {
            await(resolver.a("a.example"));
            int attempts = dns.questions().size();
            clock.addAndGet(time.minusSeconds(1).toNanos());
            await(resolver.a("a.example"));
            assertEquals(attempts, dns.questions().size(), "kept");
            clock.addAndGet(Duration.ofSeconds(2).toNanos());
            await(resolver.a("a.example"));
            assertEquals(2 * attempts, dns.questions().size(), "asked again");
        }
    }

    private static ScriptedDns.Script nothing(int rcode, long ttl, long minimum) {
        return (query, number, tcp) -> {
            Message response = response(query, rcode);
            String soa = "ns.example. host.example. 1 2 3 4 " + minimum;
            response.addRecord(record("example", Type.SOA, ttl, soa), Section.AUTHORITY);
            return response.toWire();
        };
    }

    private static ScriptedDns.Script found(long... ttls) {
        return (query, number, tcp) -> {
            Message response = response(query, Rcode.NOERROR);
            for (int i = 0; i < ttls.length; i++) {
                response.addRecord(a("a.example", ttls[i], "192.0.2." + i), Section.ANSWER);
            }
            return response.toWire();
        };
    }

    @Test
    void keepsRecordsAsLongAsTheShortestSays() throws IOException {
        assertKeptFor(Duration.ofSeconds(70), found(90, 70, 80));
    }

    @Test
    void keepsRecordsForAnHourAtMost() throws IOException {
        assertKeptFor(Duration.ofHours(1), found(Integer.MAX_VALUE));
    }

    @Test
    void keepsWhatSaysZeroNotAtAll() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(a("a.example", 0, "192.0.2.1"));
                DnsjavaResolver resolver =
                        new DnsjavaResolver(List.of(dns.address()), Duration.ofSeconds(20), false, clock::get)) {
            await(resolver.a("a.example"));
            await(resolver.a("a.example"));
            assertEquals(2, dns.questions().size());
        }
    }

    @Test
    @Rfc("2308#5")
    void keepsThatThereIsNothingAsTheZoneSays() throws IOException {
        assertKeptFor(Duration.ofSeconds(40), nothing(Rcode.NXDOMAIN, 100, 40));
        assertKeptFor(Duration.ofSeconds(50), nothing(Rcode.NOERROR, 50, 400));
        assertKeptFor(Duration.ofMinutes(15), nothing(Rcode.NXDOMAIN, 86_400, 86_400));
    }

    @Test
    @Rfc("2308#5b")
    void keepsNothingWithoutAnAuthorityNotAtAll() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(
                        (query, number, tcp) -> response(query, Rcode.NXDOMAIN).toWire());
                DnsjavaResolver resolver =
                        new DnsjavaResolver(List.of(dns.address()), Duration.ofSeconds(20), false, clock::get)) {
            await(resolver.a("a.example"));
            await(resolver.a("a.example"));
            assertEquals(2, dns.questions().size());
        }
    }

    @Test
    @Rfc("2308#7.1")
    void keepsFailuresForSomeSeconds() throws IOException {
        assertKeptFor(
                Duration.ofSeconds(5),
                (query, number, tcp) -> response(query, Rcode.SERVFAIL).toWire());
    }
}
