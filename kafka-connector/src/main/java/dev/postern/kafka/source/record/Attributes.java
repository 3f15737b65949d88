package dev.postern.kafka.source.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a mail beside its content, by names that may be there several times. */
record Attributes(List<Map.Entry<String, String>> entries) {
    /** The first of this name; null where there is none. */
    @Nullable
    String first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.get(0);
    }

    /** All of this name, in their order. */
    List<String> all(String name) {
        return entries.stream()
                .filter(entry -> entry.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    boolean has(String name) {
        return first(name) != null;
    }
}
