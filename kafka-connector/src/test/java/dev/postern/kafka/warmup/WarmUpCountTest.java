package dev.postern.kafka.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.limit.WarmUp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarmUpCountTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final WarmUp WARM_UP = WarmUp.parse("100..1000");

    private final WarmUpCount count = new WarmUpCount("sink/0");

    private static WarmUpDay day(LocalDate day, int number, long mails) {
        return new WarmUpDay(day, number, mails);
    }

    /** Sends what may be sent, with a log that stores at once; how many. */
    private int sendAll(LocalDate today) {
        int sent = 0;
        while (!count.isSpent(today)) {
            WarmUpDay asked = count.ask(today, WARM_UP);
            if (asked != null) {
                count.note("sink/0", asked);
            }
            while (sent < 10_000 && count.take(today)) {
                sent++;
            }
            if (sent == 10_000) {
                return sent;
            }
        }
        return sent;
    }

    @Test
    void eachDayWithMailHasTwiceAsMuchUntilNoneIsLimited() {
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(sendAll(TODAY.plusDays(2L * i))); // every second day has none, and does not count
        }
        assertEquals(List.of(100, 200, 400, 800, 10_000), sent);
    }

    @Test
    void behindThirtyDaysWithoutMailItBeginsAnew() {
        count.note("sink/0", day(TODAY.minusDays(30), 3, 400));
        assertEquals(800, sendAll(TODAY));
        WarmUpCount other = new WarmUpCount("sink/0");
        other.note("sink/0", day(TODAY.minusDays(31), 3, 400));
        assertEquals(day(TODAY, 1, 2), other.ask(TODAY, WARM_UP));
    }

    @Test
    void aSenderThatStartsAgainGoesOnWhereItWas() {
        count.note("sink/0", day(TODAY, 2, 190));
        assertEquals(10, sendAll(TODAY));
    }

    @Test
    void nothingGoesBeforeItIsStored() {
        assertFalse(count.take(TODAY));
        WarmUpDay asked = count.ask(TODAY, WARM_UP);
        assertEquals(day(TODAY, 1, 2), asked);
        assertFalse(count.take(TODAY));
        assertNull(count.ask(TODAY, WARM_UP), "once is enough");
        count.note("sink/0", asked);
        assertTrue(count.take(TODAY));
        assertTrue(count.take(TODAY));
        assertFalse(count.take(TODAY));
    }

    @Test
    void whatCouldNotBeStoredIsAskedForAgain() {
        WarmUpDay asked = count.ask(TODAY, WARM_UP);
        count.lost(asked);
        assertEquals(asked, count.ask(TODAY, WARM_UP));
    }

    @Test
    void whatAnotherTookBeforeUsIsNotOurs() {
        WarmUpDay asked = count.ask(TODAY, WARM_UP);
        count.note("sink/1", day(TODAY, 1, 99));
        count.note("sink/0", asked);
        assertTrue(count.take(TODAY));
        assertFalse(count.take(TODAY));
        assertNull(count.ask(TODAY, WARM_UP));
        assertTrue(count.isSpent(TODAY));
        assertFalse(count.isSpent(TODAY.plusDays(1)));
    }

    @Test
    void whatAnotherGivesBackCanBeHad() {
        count.note("sink/1", day(TODAY, 1, 100));
        assertNull(count.ask(TODAY, WARM_UP));
        assertTrue(count.isSpent(TODAY));
        count.note("sink/1", day(TODAY, 1, 70));
        assertEquals(30, sendAll(TODAY));
    }

    @Test
    void whatIsLeftAtTheEndIsGivenBack() {
        assertNull(count.giveBack(TODAY));
        count.note("sink/0", count.ask(TODAY, WARM_UP));
        assertTrue(count.take(TODAY));
        assertEquals(day(TODAY, 1, 1), count.giveBack(TODAY));
        count.putBack();
        assertEquals(day(TODAY, 1, 0), count.giveBack(TODAY));
        assertNull(count.giveBack(TODAY.plusDays(1)), "yesterday's mails are of no use to anyone");
    }

    @Test
    void atMidnightNothingIsLeftOfTheDayBefore() {
        WarmUpDay asked = count.ask(TODAY, WARM_UP);
        LocalDate tomorrow = TODAY.plusDays(1);
        assertFalse(count.take(tomorrow));
        count.note("sink/0", asked);
        assertFalse(count.take(tomorrow), "that was of yesterday");
        assertEquals(day(tomorrow, 2, 4), count.ask(tomorrow, WARM_UP));
    }

    @Test
    void aClockThatIsBehindCountsWithTheDayOfTheOthers() {
        count.note("sink/1", day(TODAY.plusDays(1), 4, 5));
        assertEquals(day(TODAY, 4, 16), count.ask(TODAY, WARM_UP));
    }

    @Test
    void howeverTheirRecordsMixSendersTogetherSendNoMoreThanTheDayHas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<WarmUpCount> senders = List.of(count, new WarmUpCount("sink/1"), new WarmUpCount("other/0"));
        List<String> names = List.of("sink/0", "sink/1", "other/0");
        List<String> from = new ArrayList<>();
        List<WarmUpDay> stored = new ArrayList<>();
        int[] read = new int[3];
        int sent = 0;
        for (int i = 0; i < 20_000; i++) {
            int who = random.nextInt(3);
            WarmUpCount sender = senders.get(who);
            switch (random.nextInt(3)) {
                case 0 -> {
                    WarmUpDay asked = sender.ask(TODAY, WARM_UP);
                    if (asked != null) {
                        stored.add(asked);
                        from.add(names.get(who));
                    }
                }
                case 1 -> {
                    if (read[who] < stored.size()) {
                        sender.note(from.get(read[who]), stored.get(read[who]));
                        read[who]++;
                    }
                }
                default -> sent += sender.take(TODAY) ? 1 : 0;
            }
        }
        assertEquals(100, sent, "seed " + seed);
    }
}
