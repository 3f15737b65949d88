package dev.postern.smtp.server;

import dev.postern.smtp.policy.Limits;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a session may keep us waiting. A command must be whole within its time, however its octets are spread over it. Content must
 * flow: its time runs down, each octet gives some of it back, and it never has more than it began with. While a reply of ours is open no
 * time runs. Used on the event loop only.
 */
final class SessionDeadline {
    /** What an octet of content gives back: content that comes slower than 500 octets a second runs out of time. */
    private static final long NANOS_PER_OCTET = TimeUnit.SECONDS.toNanos(1) / 500;

    private final long commandNanos;
    private final long contentNanos;
    private @Nullable Future<?> alarm;
    private long due;
    private boolean inContent;
    private boolean paused;

    SessionDeadline(Limits limits) {
        this.commandNanos = limits.commandTimeout().toNanos();
        this.contentNanos = limits.dataTimeout().toNanos();
    }

    /**
     * Begins with the time for a command.
     *
     * @param missed runs once, when a deadline is missed
     */
    void start(EventExecutor eventLoop, Runnable missed) {
        awaitCommand();
        watch(eventLoop, missed);
    }

    /** The time for the next command runs from now (RFC 5321 §4.5.3.2.7). */
    void awaitCommand() {
        paused = false;
        inContent = false;
        due = System.nanoTime() + commandNanos;
    }

    /** The time for content runs from now. */
    void awaitContent() {
        paused = false;
        inContent = true;
        due = System.nanoTime() + contentNanos;
    }

    /** So many octets have come. */
    void arrived(int octets) {
        if (inContent && !paused) {
            due = Math.min(due + octets * NANOS_PER_OCTET, System.nanoTime() + contentNanos);
        }
    }

    /** The client waits for us. */
    void pause() {
        paused = true;
    }

    void cancel() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    // The alarm is not moved with each command: it looks at the deadline, and comes back.
    private void watch(EventExecutor eventLoop, Runnable missed) {
        long shorter = Math.min(commandNanos, contentNanos);
        long rest = paused ? shorter : Math.min(shorter, due - System.nanoTime());
        if (rest <= 0) {
            missed.run();
        } else {
            alarm = eventLoop.schedule(() -> watch(eventLoop, missed), rest, TimeUnit.NANOSECONDS);
        }
    }
}
