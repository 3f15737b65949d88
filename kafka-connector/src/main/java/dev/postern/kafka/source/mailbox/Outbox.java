package dev.postern.kafka.source.mailbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What waits for Connect, bounded by count and octets: who fetches waits while it is full. Safe for use by several threads.
 *
 * @param <T> what waits
 */
public final class Outbox<T> {
    private final int mostItems;
    private final long mostOctets;
    private final Queue<Item<T>> queue = new ArrayDeque<>();
    private long octets;
    private boolean closed;
    private @Nullable ConnectException failure;

    private record Item<T>(T value, long octets) {}

    /**
     * @param mostItems that wait, at least 1
     * @param mostOctets of them together; a larger one waits alone
     */
    public Outbox(int mostItems, long mostOctets) {
        this.mostItems = mostItems;
        this.mostOctets = mostOctets;
    }

    /**
     * Puts one in, as soon as there is room.
     *
     * @return false if it was closed: then nobody will have it
     */
    public synchronized boolean put(T value, long size) throws InterruptedException {
        while (!closed && !queue.isEmpty() && (queue.size() >= mostItems || octets + size > mostOctets)) {
            wait();
        }
        if (closed) {
            return false;
        }
        queue.add(new Item<>(value, size));
        octets += size;
        notifyAll();
        return true;
    }

    /**
     * Takes what waits, or waits for the first.
     *
     * @throws ConnectException if somebody who puts in has {@linkplain #fail failed} for good
     */
    public synchronized List<T> poll(int most, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (queue.isEmpty() && failure == null && !closed) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        if (queue.isEmpty() && failure != null) {
            throw new ConnectException(failure.getMessage(), failure);
        }
        List<T> taken = new ArrayList<>();
        while (taken.size() < most && !queue.isEmpty()) {
            Item<T> item = queue.remove();
            octets -= item.octets;
            taken.add(item.value);
        }
        notifyAll();
        return taken;
    }

    /** Has {@link #poll} fail, behind what waits now. */
    public synchronized void fail(ConnectException cause) {
        failure = failure == null ? cause : failure;
        notifyAll();
    }

    /** Lets nobody wait any more, and forgets what waits. */
    public synchronized void close() {
        closed = true;
        queue.clear();
        octets = 0;
        notifyAll();
    }
}
