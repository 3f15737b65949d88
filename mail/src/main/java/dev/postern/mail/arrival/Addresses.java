package dev.postern.mail.arrival;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mail addresses in texts that were written for people. */
final class Addresses {
    /** An address as nearly all are. */
    static final String ADDRESS =
            "[^\\s<>()\\[\\],;:\"'@|]{1,64}@[A-Za-z0-9_\\u0080-\\uFFFF][A-Za-z0-9._\\u0080-\\uFFFF-]{0,254}";

    private static final Pattern FOUND = Pattern.compile(ADDRESS);
    private static final int MOST_READ = 64 << 10;
    private static final int MOST_FOUND = 100;

    private Addresses() {}

    /** The first address in it, or the text itself where it is another kind of name; null for null and for nothing. */
    static @Nullable String first(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher found = FOUND.matcher(text);
        if (found.find()) {
            return withoutDot(found.group());
        }
        String name = text.replaceAll("[<>\\s]", "");
        return name.isEmpty() || name.length() > 320 ? null : name;
    }

    /** All in it, each once. */
    static Set<String> all(String text) {
        Set<String> all = new LinkedHashSet<>();
        Matcher found = FOUND.matcher(text.length() > MOST_READ ? text.substring(0, MOST_READ) : text);
        while (all.size() < MOST_FOUND && found.find()) {
            all.add(withoutDot(found.group()));
        }
        return all;
    }

    static String withoutDot(String address) {
        return address.replaceAll("\\.+$", "");
    }
}
