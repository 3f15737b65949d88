package dev.postern.kafka.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TiersTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final List<Duration> SCHEDULE = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(90),
            Duration.ofHours(1),
            Duration.ofHours(4));

    private final Tiers tiers = new Tiers("mail", SCHEDULE, Map.of(), new Random());

    @Test
    void thereIsATopicForEachPauseAndOneForNow() {
        assertEquals(
                List.of("mail-now", "mail-1m", "mail-1m30s", "mail-1h", "mail-4h"), Tiers.topics("mail", SCHEDULE));
    }

    @Test
    void eachAttemptHasItsPauseAndTheLastRepeats() {
        assertEquals(
                List.of("mail-1m", "mail-1m", "mail-1m30s", "mail-1h", "mail-4h", "mail-4h"),
                List.of(1, 2, 3, 4, 5, 100).stream()
                        .map(attempts -> tiers.behind(attempts, NOON).topic())
                        .toList());
        assertEquals(NOON.plusSeconds(90), tiers.behind(3, NOON).due());
    }

    @Test
    void partitionsSpreadWhatWasDeferredTogetherAndEachKeepsItsOrder() {
        Tiers spread = new Tiers("mail", List.of(Duration.ofMinutes(10)), Map.of("mail-10m", 4), new Random());
        Set<Slot> slots = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            slots.add(spread.behind(1, NOON));
        }
        assertEquals(
                Set.of(
                        new Slot("mail-10m", 0, NOON.plusSeconds(600), NOON.plusSeconds(600)),
                        new Slot("mail-10m", 1, NOON.plusSeconds(630), NOON.plusSeconds(630)),
                        new Slot("mail-10m", 2, NOON.plusSeconds(660), NOON.plusSeconds(660)),
                        new Slot("mail-10m", 3, NOON.plusSeconds(690), NOON.plusSeconds(690))),
                slots);
    }

    @Test
    void whatIsDueAtOnceWaitsNowhereLong() {
        assertEquals("mail-now", tiers.until(NOON, NOON).topic());
        assertEquals("mail-now", tiers.until(NOON.minusSeconds(3), NOON).topic());
        Slot soon = tiers.until(NOON.plusSeconds(5), NOON);
        assertEquals("mail-1m", soon.topic());
        assertEquals(NOON.plusSeconds(5), soon.wake());
    }

    @Test
    void aLongWaitGoesFromSlotToSlotAndEndsInTime() {
        Instant due = NOON.plus(Duration.ofHours(30)).plusSeconds(17);
        Instant now = NOON;
        int slots = 0;
        while (now.isBefore(due)) {
            Slot slot = tiers.until(due, now);
            assertEquals(due, slot.due());
            assertFalse(slot.wake().isAfter(due));
            assertTrue(slot.wake().isAfter(now));
            now = slot.wake();
            slots++;
        }
        assertEquals(due, now);
        assertTrue(slots <= 20, slots + " slots");
    }
}
