package dev.postern.smtp.client;

import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.Limit;
import dev.postern.smtp.limit.WarmUp;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast mail goes to a provider or a server: no faster than its limit, and slower for a while where it says that this is too much. Then half of the connections go on, after a rest; each
 * further complaint halves and doubles again, each round of mails that are taken gives a connection back and halves the rest. The same for all pools of a provider.
 */
final class Pace {
    /** A mail that would wait for longer than this does not wait here. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
    private static final Duration FIRST_REST = LONGEST_WAIT;
    private static final int MOST_DOUBLINGS = 7; // some ten minutes

    private final Limit limit;
    private final ConnectionBudget connections;
    private final LongSupplier nanoTime;
    private final @Nullable TokenBucket bucket;
    private final DailyCount days;
    private volatile boolean slowed;
    private int complaints;
    private int taken;
    private long slowedAt;
    private long restsUntil;

    /**
     * At full speed.
     *
     * @param most connections where the limit says nothing of them
     * @param days counts the mails of a warm-up
     * @param nanoTime as {@link System#nanoTime()}
     */
    Pace(Limit limit, int most, DailyCount days, LongSupplier nanoTime) {
        this.limit = limit;
        this.connections = new ConnectionBudget(Math.min(limit.connections(), most));
        this.days = days;
        this.nanoTime = nanoTime;
        this.bucket = limit.rate() == null ? null : new TokenBucket(limit.rate(), nanoTime.getAsLong());
    }

    /** Those of all its servers. */
    ConnectionBudget connections() {
        return connections;
    }

    /** Mails over one connection. */
    int mailsPerConnection() {
        return limit.mailsPerConnection();
    }

    /** Whether mail may have to wait that would go otherwise. */
    boolean holdsBack() {
        return slowed || limit.holdsBack();
    }

    /** Whether {@link #delay} and {@link #take} can be anything but 0 now. */
    boolean mayDelay() {
        return slowed || bucket != null || limit.warmUp() != null;
    }

    /** Until a mail may go before which so many others go, in nanoseconds; 0: at once. */
    long delay(int others) {
        return mayDelay() ? delay(others, false) : 0;
    }

    /** Counts a mail that goes now, if it may; until when it has to wait, in nanoseconds, where not; else 0. */
    long take() {
        return mayDelay() ? delay(0, true) : 0;
    }

    private synchronized long delay(int others, boolean takes) {
        long now = nanoTime.getAsLong();
        long rest = slowed ? Math.max(0, restsUntil - now) : 0;
        long delay = bucket == null ? rest : Math.max(rest, bucket.delay(now, others));
        WarmUp warmUp = limit.warmUp();
        if (warmUp != null) {
            boolean counts = takes && delay == 0;
            delay = Math.max(delay, counts ? days.take(limit.name(), warmUp) : days.delay(limit.name(), warmUp));
        }
        if (takes && delay == 0 && bucket != null) {
            bucket.take(now);
        }
        return delay;
    }

    /** Counts a mail less, which was taken and did not go. */
    void putBack() {
        if (bucket != null) {
            synchronized (this) {
                bucket.putBack();
            }
        }
        if (limit.warmUp() != null) {
            days.putBack(limit.name());
        }
    }

    /** The server took a mail, or refused it for what it is. */
    void succeeded(long started) {
        if (!slowed) {
            return;
        }
        synchronized (this) {
            if (started - restsUntil < 0 || ++taken < connections.size()) {
                return;
            }
            taken = 0;
            complaints = Math.max(0, complaints - 1);
            slowed = complaints > 0 || !connections.isWhole(1);
            if (!slowed) {
                LOG.info("{} gets mail at full speed again", limit.name());
            }
        }
        connections.grow();
    }

    /**
     * The server said that this is too much.
     *
     * @param started when the mail was begun of which it said so: what was begun before it said so the last time says nothing new
     */
    void throttled(long started, String reply) {
        synchronized (this) {
            if (slowed && started - slowedAt < 0) {
                return;
            }
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(complaints, MOST_DOUBLINGS));
            complaints = Math.min(complaints, MOST_DOUBLINGS) + 1;
            taken = 0;
            slowedAt = nanoTime.getAsLong();
            restsUntil = slowedAt + rest.toNanos();
            connections.halve();
            slowed = true;
            LOG.warn(
                    "{} gets no mail for {} s, then over {} connections: {}",
                    limit.name(),
                    rest.toSeconds(),
                    connections.size(),
                    reply);
        }
    }

    /** What a mail comes to that does not wait here. */
    ClientFailure heldBack(long delay) {
        Duration wait = Duration.ofSeconds(Math.max(1, Duration.ofNanos(delay).toSeconds()));
        return ClientFailure.heldBack(
                wait,
                "limit for " + limit.name() + (slowed ? ", which took no more" : "") + ": next in " + wait.toSeconds()
                        + " s");
    }
}
