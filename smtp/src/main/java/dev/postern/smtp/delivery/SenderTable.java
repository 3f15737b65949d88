package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values for senders: {@code news@example.org}, of which case does not count, {@code example.org}, {@code *.example.org}, or {@code <>} for
 * notifications. An address counts more than its domain.
 */
final class SenderTable<T> {
    private static final String NOBODY = "<>";

    private final Map<String, T> addresses = new HashMap<>();
    private final DomainTable<T> domains = new DomainTable<>();
    private @Nullable T any;

    /**
     * Adds one, before the table is used; the value that the pattern had, or null.
     *
     * @throws IllegalArgumentException if the pattern is none; the message repeats it
     */
    @Nullable
    T put(String pattern, T value) {
        if (pattern.equals(NOBODY)) {
            return addresses.put(NOBODY, value);
        }
        return pattern.indexOf('@') < 0
                ? domains.put(DomainPattern.parse(pattern), value)
                : addresses.put(key(parse(pattern)), value);
    }

    /** Adds one for senders who have none of their own; the value that they had, or null. */
    @Nullable
    T putForAny(T value) {
        T before = any;
        any = value;
        return before;
    }

    /** What holds for the sender, null for {@code <>}; or null. */
    @Nullable
    T of(@Nullable Address reversePath) {
        T exact = addresses.get(reversePath == null ? NOBODY : key(reversePath));
        if (exact != null || reversePath == null) {
            return exact == null ? any : exact;
        }
        List<T> found = domains.of(reversePath.domain());
        return found.isEmpty() ? any : found.get(0);
    }

    private static Address parse(String pattern) {
        try {
            return Address.parse(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    pattern
                            + ": must be an address such as news@example.org, a domain such as example.org or *.example.org, or <>: "
                            + e.getMessage(),
                    e);
        }
    }

    private static String key(Address address) {
        return address.toString().toLowerCase(Locale.ROOT);
    }
}
