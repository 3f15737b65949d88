package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GreylistingTest {
    private static final String DEFERRED = "451 4.7.1 Greylisted, please try again later";
    private static final Greylisting.Times TIMES =
            new Greylisting.Times(Duration.ofMinutes(5), Duration.ofHours(12), Duration.ofDays(35));

    private final MemoryGreylist store = new MemoryGreylist(100);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private String at(Duration later, String address, @Nullable String sender) {
        now = now.plus(later);
        return Judged.by(check(), address, "client.example", sender);
    }

    private Greylisting check() {
        return new Greylisting(store, TIMES, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void passesWhoComesAgainAfterTheDelay() {
        assertEquals(DEFERRED, at(Duration.ZERO, "192.0.2.1", "susan@example.org"));
        assertEquals(DEFERRED, at(Duration.ofMinutes(4), "192.0.2.1", "susan@example.org"));
        assertEquals("accepted", at(Duration.ofMinutes(1), "192.0.2.99", "Susan@example.org"));
        assertEquals("accepted", at(Duration.ofDays(34), "192.0.2.1", "susan@example.org"));
        assertEquals("accepted", at(Duration.ofDays(34), "192.0.2.1", "susan@example.org"));
        assertEquals(DEFERRED, at(Duration.ofDays(36), "192.0.2.1", "susan@example.org"));
    }

    @Test
    void beginsAnewAfterTheWindow() {
        assertEquals(DEFERRED, at(Duration.ZERO, "2001:db8::1", null));
        assertEquals(DEFERRED, at(Duration.ofHours(13), "2001:db8::2", null));
        assertEquals("accepted", at(Duration.ofMinutes(6), "2001:db8::3", null));
    }

    @Test
    void otherNetworksAndSendersWaitForThemselves() {
        assertEquals(DEFERRED, at(Duration.ZERO, "192.0.2.1", "susan@example.org"));
        assertEquals(DEFERRED, at(Duration.ofMinutes(6), "192.0.3.1", "susan@example.org"));
        assertEquals(DEFERRED, at(Duration.ZERO, "192.0.2.1", "mary@example.org"));
    }

    @Test
    void aListWithASenderForEachMailWaitsOnce() {
        assertEquals(DEFERRED, at(Duration.ZERO, "192.0.2.1", "list-17-return@example.org"));
        assertEquals("accepted", at(Duration.ofMinutes(6), "192.0.2.1", "list-4711-return@example.org"));
        assertEquals(DEFERRED, at(Duration.ZERO, "192.0.2.1", "list+bob=example.net@example.org"));
        assertEquals("accepted", at(Duration.ofMinutes(6), "192.0.2.1", "list+x@example.org"));
    }

    @Test
    void trustedClientsDoNotWait() {
        Check check = new Trust(Networks.parse(List.of("192.0.2.0/24"))).orElse(check());
        assertEquals("accepted", Judged.client(check, "192.0.2.1"));
        assertEquals(DEFERRED, Judged.client(check, "192.0.3.1"));
    }

    @Test
    void aFloodDoesNotFillTheMemory() {
        for (int i = 0; i < 5_000; i++) {
            at(Duration.ZERO, "192.0.2.1", "x".repeat(1 + i % 50) + "@" + "d".repeat(1 + i / 100) + ".example");
        }
        assertTrue(store.size() <= 100, () -> "holds " + store.size());
    }

    @Test
    void aDelayBeyondTheWindowIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Greylisting.Times(Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1)));
    }
}
