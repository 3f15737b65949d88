package dev.postern.smtp.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value for each of a bounded number of keys; the one that was used longest ago makes room for a new one. */
final class RecentKeys<V> {
    private final Map<String, V> values;

    RecentKeys(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    @Nullable
    V get(String key) {
        return values.get(key);
    }

    void put(String key, V value) {
        values.put(key, value);
    }

    int size() {
        return values.size();
    }
}
