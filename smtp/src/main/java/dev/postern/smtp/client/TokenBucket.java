package dev.postern.smtp.client;

import dev.postern.smtp.limit.Rate;

/** Mails at a rate, a few of them at once after a time without any. Not safe for use by several threads. */
final class TokenBucket {
    private final long interval;
    private final long ahead;
    private long next; // when the mail is due that follows, were they spread evenly

    /** A full one, at this time in nanoseconds. */
    TokenBucket(Rate rate, long now) {
        interval = rate.interval().toNanos();
        ahead = interval * (rate.burst() - 1);
        next = now;
    }

    /** Until a mail may go before which so many others go, in nanoseconds; 0: at once. */
    long delay(long now, int others) {
        long start = now - next > 0 ? now : next;
        return Math.max(0, start - now - ahead + interval * others);
    }

    /** Counts a mail that goes now. */
    void take(long now) {
        next = (now - next > 0 ? now : next) + interval;
    }

    /** Counts a mail less that did not go after all. */
    void putBack() {
        next -= interval;
    }
}
