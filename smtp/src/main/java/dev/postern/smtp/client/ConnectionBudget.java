package dev.postern.smtp.client;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections that several pools may have together. A pool that gets none is told when there is one. */
final class ConnectionBudget {
    private final Set<ClientPool> waiting = new LinkedHashSet<>();
    private final int most;
    private int size;
    private int left; // below zero while more are open than may be

    /** @param total connections, at least 1 */
    ConnectionBudget(int total) {
        most = total;
        size = total;
        left = total;
    }

    /** Takes one, or takes note that the pool wants one. */
    synchronized boolean take(ClientPool pool) {
        if (left <= 0) {
            waiting.add(pool);
            return false;
        }
        left--;
        return true;
    }

    /** Whether a pool waits, so that nobody should keep a connection without mail. */
    synchronized boolean isShort() {
        return !waiting.isEmpty();
    }

    /** Whether more are open than may be. */
    synchronized boolean isOverdrawn() {
        return left < 0;
    }

    /** How many there may be now. */
    synchronized int size() {
        return size;
    }

    /** Whether there may be as many as at first, or will when it has grown so often. */
    synchronized boolean isWhole(int growths) {
        return size + growths >= most;
    }

    /** Leaves half of those that are open, but one at least. */
    synchronized void halve() {
        int open = size - left;
        int half = Math.max(1, Math.min(size, open) / 2);
        left -= size - half;
        size = half;
    }

    /** Allows one more, up to as many as at first. */
    void grow() {
        synchronized (this) {
            if (size == most) {
                return;
            }
            size++;
        }
        give();
    }

    /** Gives one back, to the pool that has waited the longest. */
    void give() {
        synchronized (this) {
            left++;
        }
        ClientPool next;
        while ((next = next()) != null) {
            next.work();
        }
    }

    private synchronized @Nullable ClientPool next() {
        if (left <= 0 || waiting.isEmpty()) {
            return null;
        }
        ClientPool first = waiting.iterator().next();
        waiting.remove(first);
        return first;
    }
}
