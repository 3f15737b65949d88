package dev.postern.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that shows what a test sets, in UTC. Safe for use by several threads. */
public final class SettableClock extends Clock {
    private volatile Instant now;

    /** @param start what it shows at first */
    public SettableClock(Instant start) {
        this.now = start;
    }

    /** Shows this time from now on, which may be earlier. */
    public void set(Instant time) {
        now = time;
    }

    /** Lets so much time pass; called by one thread. */
    public void pass(Duration time) {
        now = instant().plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
