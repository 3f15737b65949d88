package dev.postern.smtp.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large messages of some users may be, in place of what the listener allows to all (RFC 1870 §4). */
public final class UserSizes {
    /** As large as for all. */
    public static final UserSizes NONE = new UserSizes(Map.of());

    private static final long LEAST = 64 << 10; // RFC 5321 §4.5.3.1.7

    private final Map<String, Long> sizes;

    private UserSizes(Map<String, Long> sizes) {
        this.sizes = Map.copyOf(sizes);
    }

    /**
     * Reads lines such as {@code bob=1000000}, in octets.
     *
     * @throws IllegalArgumentException if one of them is none; the message repeats it
     */
    public static UserSizes parse(List<String> texts) {
        Map<String, Long> sizes = new HashMap<>();
        for (String text : texts) {
            int equals = text.lastIndexOf('=');
            String digits = text.substring(equals + 1).strip();
            long size = digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
            if (equals <= 0 || size < LEAST) {
                throw new IllegalArgumentException(
                        text + " is not a user and a size, such as bob=1000000, of at least " + LEAST + " octets");
            }
            sizes.put(text.substring(0, equals).strip(), size);
        }
        return new UserSizes(sizes);
    }

    /** The largest message of this user in octets; null for a client that has not logged in. */
    public long most(@Nullable String user, long forAll) {
        return user == null ? forAll : sizes.getOrDefault(user, forAll);
    }

    /** The largest of all of them; 0 where there are none. */
    public long largest() {
        return sizes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
