package dev.postern.mail.dns;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks another resolver for one check, as long as that has time, from its first question on. When the time is over, what is open is answered with
 * {@link Answer.Status#TIMED_OUT}, and nobody is asked any more: so a check ends in its time whoever answers, and however many questions it has
 * left. How many it may ask at all is its own to say.
 *
 * <p>What depends on an answer may run on the JDK's timer besides, and must not block it.
 */
public final class TimedResolver implements Resolver {
    private final Resolver resolver;
    private final Duration time;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Long> start = new AtomicReference<>();

    /**
     * A resolver for one check.
     *
     * @param resolver which is asked, and not closed
     * @param time of all questions together, above zero
     * @throws IllegalArgumentException if there is no time
     */
    public TimedResolver(Resolver resolver, Duration time) {
        this(resolver, time, System::nanoTime);
    }

    TimedResolver(Resolver resolver, Duration time, LongSupplier nanoTime) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a check needs time");
        }
        this.resolver = resolver;
        this.time = time;
        this.nanoTime = nanoTime;
    }

    @Override
    public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
        long left = left();
        if (left <= 0) {
            return CompletableFuture.completedFuture(outOfTime());
        }
        CompletableFuture<Answer<T>> asked = resolver.lookup(name, type).toCompletableFuture();
        if (asked.isDone()) {
            return asked;
        }
        // of its own: others may wait for the same answer
        return asked.copy().completeOnTimeout(outOfTime(), left, TimeUnit.NANOSECONDS);
    }

    /** Nanoseconds. */
    private long left() {
        long now = nanoTime.getAsLong();
        Long started = start.compareAndExchange(null, now);
        return time.toNanos() - (started == null ? 0 : now - started);
    }

    private static <T> Answer<T> outOfTime() {
        return Answer.timedOut("the check is out of time", Duration.ZERO);
    }
}
