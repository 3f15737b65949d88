package dev.postern.smtp.server;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The open connections of one listener, up to its limit. */
final class Connections {
    private final int limit;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean stopping;
    private final Set<ChannelHandlerContext> admitted = ConcurrentHashMap.newKeySet();

    Connections(int limit) {
        this.limit = limit;
    }

    /** Takes the connection in, unless there are as many as may be or the listener stops. */
    boolean admit(ChannelHandlerContext connection) {
        if (count.incrementAndGet() > limit || stopping) {
            count.decrementAndGet();
            return false;
        }
        admitted.add(connection);
        if (stopping) { // which may have looked before we were added
            remove(connection);
            return false;
        }
        return true;
    }

    /** Forgets the connection; one that was never admitted is ignored. */
    void remove(ChannelHandlerContext connection) {
        if (admitted.remove(connection) && count.decrementAndGet() == 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until the last is gone or the time is up. */
    synchronized void awaitNone(Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        long rest = grace.toMillis();
        while (count.get() > 0 && rest > 0) {
            wait(rest);
            rest = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    int count() {
        return count.get();
    }

    /** Admits no more, and does this to each that is open. */
    void stop(Consumer<ChannelHandlerContext> action) {
        stopping = true;
        admitted.forEach(action);
    }
}
