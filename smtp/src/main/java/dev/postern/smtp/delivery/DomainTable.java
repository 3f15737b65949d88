package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values for domains by patterns, of which a domain counts more than what it is under, and a longer one more than a shorter. */
final class DomainTable<T> {
    private final Map<String, T> values = new HashMap<>();

    /** Adds one, before the table is used; the value that the pattern had, or null. */
    @Nullable
    T put(DomainPattern pattern, T value) {
        return values.put(pattern.toString(), value);
    }

    /** What stands for the pattern, or null; that of others does not count. */
    @Nullable
    T get(DomainPattern pattern) {
        return values.get(pattern.toString());
    }

    /** What holds for a domain, that of the pattern that fits best first. */
    List<T> of(Domain domain) {
        List<T> found = new ArrayList<>(2);
        String name = domain.text();
        add(found, name);
        if (!domain.isLiteral()) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                add(found, "*" + name.substring(dot));
            }
        }
        return found;
    }

    private void add(List<T> found, String pattern) {
        T value = values.get(pattern);
        if (value != null) {
            found.add(value);
        }
    }
}
