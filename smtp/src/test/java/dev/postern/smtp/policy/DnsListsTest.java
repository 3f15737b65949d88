package dev.postern.smtp.policy;

import static dev.postern.smtp.policy.Judged.client;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DnsListsTest {
    private static final String ONE = "Client [192.0.2.1] is listed by ";

    private final AtomicLong clock = new AtomicLong();
    private final RareOccasion complaint = new RareOccasion(Duration.ofMinutes(10), clock::get);
    private final Resolver resolver = ZoneResolver.builder()
            .zone("""
                    1.2.0.192.first.example. IN A 127.0.0.4
                    1.2.0.192.first.example. IN A 127.0.0.2
                    2.0.0.127.first.example. IN A 127.0.0.2
                    1.2.0.192.second.example. IN A 127.0.0.2
                    2.2.0.192.second.example. IN A 127.0.0.10
                    1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.second.example. IN A 127.0.0.2
                    1.2.0.192.good.example. IN A 127.0.5.1
                    1.2.0.192.strange.example. IN A 198.51.100.1
                    1.2.0.192.limited.example. IN A 127.255.255.254
                    2.0.0.127.limited.example. IN A 127.255.255.254
                    1.2.0.192.all.example. IN A 127.0.0.2
                    1.0.0.127.all.example. IN A 127.0.0.2
                    2.0.0.127.all.example. IN A 127.0.0.2
                    1.0.0.127.first.local.example. IN A 127.0.0.2
                    1.2.0.192.flaky.example. IN A 127.0.0.2
                    """)
            .failing("1.2.0.192.broken.example")
            .silent("1.2.0.192.silent.example")
            .failing("1.0.0.127.flaky.example")
            .failing("2.0.0.127.out.example")
            .build();

    private DnsLists check(List<String> block, String... allow) {
        return new DnsLists(
                resolver,
                block.stream().map(DnsList::parse).toList(),
                Stream.of(allow).map(DnsList::parse).toList(),
                Duration.ofMillis(200),
                complaint);
    }

    @Test
    @Rfc("5782#2.1")
    void refusesAListedClientAndNamesTheFirstListThatKnowsIt() {
        DnsLists check = check(List.of("nothing.example", "first.example", "second.example"));
        assertEquals("554 5.7.1 " + ONE + "first.example", client(check, "192.0.2.1"));
        assertEquals("554 5.7.1 Client [192.0.2.2] is listed by second.example", client(check, "192.0.2.2"));
        assertEquals("accepted", client(check, "192.0.2.3"));
    }

    @Test
    @Rfc("5782#2.4")
    void refusesAListedClientWithAnIpv6Address() {
        assertEquals(
                "554 5.7.1 Client [2001:db8:0:0:0:0:0:1] is listed by second.example",
                client(check(List.of("second.example")), "2001:db8::1"));
        assertEquals("accepted", client(check(List.of("second.example")), "2001:db8::2"));
    }

    @Test
    @Rfc("5782#2.3")
    void heedsOnlyTheResponsesThatCount() {
        assertEquals(
                "554 5.7.1 " + ONE + "first.example", client(check(List.of("first.example=127.0.0.2")), "192.0.2.1"));
        assertEquals("accepted", client(check(List.of("first.example=127.0.0.3")), "192.0.2.1"));
    }

    @Test
    @Rfc("5782#2.2")
    void letsAClientPassThatAnAllowListKnows() {
        assertEquals("accepted", client(check(List.of("first.example"), "good.example"), "192.0.2.1"));
        assertEquals(
                "554 5.7.1 " + ONE + "first.example",
                client(check(List.of("first.example"), "good.example=127.0.4.1"), "192.0.2.1"));
        assertEquals("accepted", client(check(List.of(), "good.example"), "192.0.2.9"));
    }

    @Test
    void passesOverAListThatFailsOrIsSilent() {
        DnsLists check = check(List.of("broken.example", "silent.example"));
        assertEquals("accepted", client(check, "192.0.2.1"));
        assertFalse(complaint.isNow("broken.example"), "the log has it");
        assertFalse(complaint.isNow("silent.example"), "the log has it");
        DnsLists others = check(List.of("broken.example", "silent.example", "first.example"), "broken.example");
        assertEquals("554 5.7.1 " + ONE + "first.example", client(others, "192.0.2.1"));
    }

    @Test
    void passesOverWhatNoListAnswers() {
        assertEquals("accepted", client(check(List.of("strange.example", "limited.example")), "192.0.2.1"));
        assertFalse(complaint.isNow("strange.example"), "the log has it");
        assertFalse(complaint.isNow("limited.example"), "the log has it");
    }

    @Test
    @Rfc("5782#5")
    void passesOverAListThatListsEverybody() {
        assertEquals("accepted", client(check(List.of("all.example")), "192.0.2.1"));
        assertFalse(complaint.isNow("all.example"), "the log has it");
        assertEquals(
                "554 5.7.1 " + ONE + "flaky.example",
                client(check(List.of("flaky.example")), "192.0.2.1"),
                "what can't be known now does not take a listing back");
    }

    @Test
    @Rfc("5782#5b")
    void namesTheListsWithoutTheirTestEntry() {
        DnsLists check =
                check(List.of("first.example", "second.example", "limited.example", "out.example"), "good.example");
        List<DnsList> lists = check.listsOutOfOrder().toCompletableFuture().join();
        assertEquals("[second.example, limited.example, good.example]", lists.toString());
    }

    @Test
    void letsThisMachinePass() {
        assertEquals("accepted", client(check(List.of("first.local.example")), "127.0.0.1"));
    }

    @Test
    void complainsOfAListOnceInAWhile() {
        assertTrue(complaint.isNow("a"));
        assertTrue(complaint.isNow("b"));
        clock.addAndGet(Duration.ofMinutes(9).toNanos());
        assertFalse(complaint.isNow("a"));
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        assertTrue(complaint.isNow("a"));
        assertFalse(complaint.isNow("a"));
    }
}
