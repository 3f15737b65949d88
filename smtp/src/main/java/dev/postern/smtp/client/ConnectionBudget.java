package dev.postern.smtp.client;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections that all pools of a client may have together. A pool that gets none is told when there is one. */
final class ConnectionBudget {
    private final Set<ClientPool> waiting = new LinkedHashSet<>();
    private int left;

    /** @param total connections, at least 1 */
    ConnectionBudget(int total) {
        left = total;
    }

    /** Takes one, or takes note that the pool wants one. */
    synchronized boolean take(ClientPool pool) {
        if (left == 0) {
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
        if (left == 0 || waiting.isEmpty()) {
            return null;
        }
        ClientPool first = waiting.iterator().next();
        waiting.remove(first);
        return first;
    }
}
