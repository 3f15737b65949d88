package dev.postern.smtp.policy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many connections of each key are open, up to a limit. It holds no more keys than there are connections. */
final class OpenCounts {
    private final int limit;
    private final ConcurrentMap<Object, Integer> counts = new ConcurrentHashMap<>();

    /** @param limit connections of one key; 0 for no limit */
    OpenCounts(int limit) {
        this.limit = limit;
    }

    /** Counts one more, unless there are as many as may be. */
    boolean add(Object key) {
        if (limit == 0) {
            return true;
        }
        if (counts.merge(key, 1, Integer::sum) <= limit) {
            return true;
        }
        remove(key);
        return false;
    }

    /** Counts one less. */
    void remove(Object key) {
        if (limit != 0) {
            counts.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1);
        }
    }

    int keys() {
        return counts.size();
    }
}
