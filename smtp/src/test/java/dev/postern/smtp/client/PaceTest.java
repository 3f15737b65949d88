package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.Limit;
import dev.postern.smtp.limit.Rate;
import dev.postern.smtp.limit.WarmUp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it wraps around

    private Pace pace(String rate) {
        return new Pace(
                new Limit("gmail", Limit.NONE, Limit.NONE, Rate.parse(rate), null), 8, DailyCount.NONE, now::get);
    }

    private Pace unlimited() {
        return new Pace(Limit.none("gmail"), 8, DailyCount.NONE, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aTenthGoesAtOnceAndTheRestEvenly() {
        Pace pace = pace("20/1s");
        assertEquals(0, pace.take());
        assertEquals(0, pace.take());
        assertEquals(Duration.ofMillis(50).toNanos(), pace.take());
        pass(Duration.ofMillis(50));
        assertEquals(0, pace.take());
        assertEquals(Duration.ofMillis(50).toNanos(), pace.take());
    }

    @Test
    void aTimeWithoutMailSavesUpNoMoreThanThat() {
        Pace pace = pace("20/1s");
        pass(Duration.ofHours(1));
        int sent = 0;
        while (pace.take() == 0) {
            sent++;
        }
        assertEquals(2, sent);
    }

    @Test
    void inAnHourItIsTheRateAndATenth() {
        Pace pace = pace("1000/1h");
        int sent = 0;
        for (int second = 0; second < 3_600; second++) {
            while (pace.take() == 0) {
                sent++;
            }
            pass(Duration.ofSeconds(1));
        }
        assertTrue(sent >= 1_095 && sent <= 1_100, sent + " mails");
    }

    @Test
    void whoStandsBehindOthersWaitsForThem() {
        Pace pace = pace("1/1s");
        assertEquals(0, pace.delay(0));
        assertEquals(Duration.ofSeconds(3).toNanos(), pace.delay(3));
    }

    @Test
    void whatWasTakenInVainGoesAgain() {
        Pace pace = pace("1/1h");
        assertEquals(0, pace.take());
        pace.putBack();
        assertEquals(0, pace.take());
        assertTrue(pace.take() > 0);
    }

    @Test
    void aDayOfAWarmUpHasSoManyMailsHoweverFastTheyMayGo() {
        AtomicInteger left = new AtomicInteger(2);
        DailyCount days = new DailyCount() {
            @Override
            public long take(String name, WarmUp warmUp) {
                return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0
                        ? 0
                        : Duration.ofHours(5).toNanos();
            }

            @Override
            public long delay(String name, WarmUp warmUp) {
                return left.get() > 0 ? 0 : Duration.ofHours(5).toNanos();
            }

            @Override
            public void putBack(String name) {
                left.incrementAndGet();
            }
        };
        Limit limit = new Limit("gmail", Limit.NONE, Limit.NONE, Rate.parse("20/1s"), WarmUp.parse("2..9"));
        Pace pace = new Pace(limit, 8, days, now::get);
        assertTrue(pace.mayDelay() && pace.holdsBack());
        assertEquals(0, pace.delay(0));
        assertEquals(0, pace.take());
        pace.putBack();
        assertEquals(0, pace.take());
        assertEquals(0, pace.take());
        assertEquals(Duration.ofHours(5).toNanos(), pace.delay(0));
        assertEquals(Duration.ofHours(5).toNanos(), pace.take());
        assertEquals(Duration.ofHours(5), pace.heldBack(pace.take()).heldBackFor());
    }

    @Test
    void aMailThatWaitsForItsRateIsNotCountedForTheDay() {
        AtomicInteger counted = new AtomicInteger();
        DailyCount days = new DailyCount() {
            @Override
            public long take(String name, WarmUp warmUp) {
                counted.incrementAndGet();
                return 0;
            }

            @Override
            public long delay(String name, WarmUp warmUp) {
                return 0;
            }

            @Override
            public void putBack(String name) {
                counted.decrementAndGet();
            }
        };
        Limit limit = new Limit("gmail", Limit.NONE, Limit.NONE, Rate.parse("1/1s"), WarmUp.parse("2..9"));
        Pace pace = new Pace(limit, 8, days, now::get);
        assertEquals(0, pace.take());
        assertEquals(Duration.ofSeconds(1).toNanos(), pace.take());
        assertEquals(1, counted.get());
    }

    @Test
    void withoutLimitNothingWaits() {
        Pace pace = unlimited();
        assertFalse(pace.holdsBack());
        assertFalse(pace.mayDelay());
        assertEquals(0, pace.take());
    }

    @Test
    void aComplaintRestsAndLeavesHalfOfTheConnections() {
        Pace pace = unlimited();
        ConnectionBudget connections = pace.connections();
        take(pace, 8);
        pace.throttled(now.get(), "421 4.7.0 Too fast");
        assertEquals(4, connections.size());
        assertTrue(connections.isOverdrawn());
        assertEquals(Duration.ofSeconds(5).toNanos(), pace.take());
        assertEquals(
                "limit for gmail, which took no more: next in 5 s",
                pace.heldBack(pace.take()).getMessage());
        assertEquals("4.4.5", pace.heldBack(1).status().toString());
        assertFalse(pace.heldBack(1).isBeforeContent(), "another server of the provider is no way out");
        pass(Duration.ofSeconds(5));
        assertEquals(0, pace.take());
    }

    private static void take(Pace pace, int number) {
        // a pool is told of a connection only where it waits for one
        for (int i = 0; i < number; i++) {
            assertTrue(pace.connections().take(null));
        }
    }

    @Test
    void complaintsOfMailsThatWereUnderWayCountOnce() {
        Pace pace = unlimited();
        take(pace, 8);
        long started = now.get();
        pass(Duration.ofMillis(1));
        for (int i = 0; i < 8; i++) {
            pace.throttled(started, "421 Too fast");
        }
        assertEquals(4, pace.connections().size());
        assertEquals(Duration.ofSeconds(5).toNanos(), pace.take());
    }

    @Test
    void eachFurtherComplaintDoublesTheRestUpToSomeTenMinutes() {
        Pace pace = unlimited();
        take(pace, 8);
        for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 320, 640, 640, 640}) {
            pace.throttled(now.get(), "421 Too fast");
            assertEquals(Duration.ofSeconds(seconds).toNanos(), pace.take());
            pass(Duration.ofSeconds(seconds));
        }
        assertEquals(1, pace.connections().size());
    }

    @Test
    void roundsThatAreTakenGiveAllBack() {
        Pace pace = unlimited();
        take(pace, 8);
        pace.throttled(now.get(), "421 Too fast");
        pass(Duration.ofSeconds(4));
        pace.succeeded(now.get()); // begun before the rest was over
        assertEquals(4, pace.connections().size());
        pass(Duration.ofSeconds(1));
        int mails = 0;
        while (pace.holdsBack()) {
            pace.succeeded(now.get());
            mails++;
        }
        assertEquals(4 + 5 + 6 + 7, mails);
        assertEquals(8, pace.connections().size());
        assertFalse(pace.connections().isOverdrawn());
        pace.throttled(now.get(), "421 Too fast");
        assertEquals(Duration.ofSeconds(5).toNanos(), pace.take(), "the rest is as short as at first");
    }
}
