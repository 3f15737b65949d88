package dev.postern.kafka;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a name that was meant to be one of ours from those of Connect and of others, which are not ours to judge. */
final class Misspelling {
    /** What the settings of Connect itself begin with. */
    private static final Set<String> OF_CONNECT = Set.of(
            "admin",
            "config",
            "connector",
            "consumer",
            "errors",
            "exactly",
            "header",
            "key",
            "name",
            "offsets",
            "plugin",
            "predicates",
            "producer",
            "tasks",
            "topic",
            "topics",
            "transaction",
            "transforms",
            "value");

    private Misspelling() {}

    /**
     * The name that was meant.
     *
     * @param name one that nobody knows
     * @param known our own
     * @return empty where it is of others
     */
    static Optional<String> meant(String name, Set<String> known) {
        if (OF_CONNECT.contains(word(name))) {
            return Optional.empty();
        }
        return known.stream().filter(ours -> isOneOf(name, ours)).sorted().findFirst();
    }

    private static boolean isOneOf(String name, String ours) {
        return letters(name).equals(letters(ours))
                || isNear(name, ours)
                || (name.indexOf('.') > 0 && ours.indexOf('.') > 0 && isNear(word(name), word(ours)));
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String word(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** Whether one letter is missing, too many or another, or two have changed places; short words are near too much. */
    private static boolean isNear(String one, String other) {
        if (Math.min(one.length(), other.length()) < 4 || Math.abs(one.length() - other.length()) > 1) {
            return false;
        }
        int from = 0;
        while (from < one.length() && from < other.length() && one.charAt(from) == other.charAt(from)) {
            from++;
        }
        int one1 = one.length();
        int other1 = other.length();
        while (one1 > from && other1 > from && one.charAt(one1 - 1) == other.charAt(other1 - 1)) {
            one1--;
            other1--;
        }
        @Nullable
        String swapped = one1 - from == 2 && other1 - from == 2 ? "" + one.charAt(from + 1) + one.charAt(from) : null;
        return (one1 - from <= 1 && other1 - from <= 1)
                || other.substring(from, other1).equals(swapped);
    }
}
