package dev.postern.smtp.server.settings;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a listener: all that the code, its documentation and user interfaces need to know of it.
 *
 * @param <T> what its text is read as
 */
public final class Setting<T> {
    private final String name;
    private final String label;
    private final Type type;
    private final T byDefault;
    private final Importance importance;
    private final String meaning;
    private final Function<String, T> reader;
    private final @Nullable Bounds bounds;
    private final List<String> choices;

    private Setting(
            String name,
            String label,
            Type type,
            T byDefault,
            Importance importance,
            String meaning,
            Function<String, T> reader,
            @Nullable Bounds bounds,
            List<String> choices) {
        this.name = name;
        this.label = label;
        this.type = type;
        this.byDefault = byDefault;
        this.importance = importance;
        this.meaning = meaning;
        this.reader = reader;
        this.bounds = bounds;
        this.choices = choices;
    }

    /** What a setting is read as. */
    public enum Type {
        /** Text, without space at its ends. */
        STRING,
        /** Text that is never shown. */
        PASSWORD,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** A whole number of 32 bits. */
        INT,
        /** A whole number of 64 bits. */
        LONG,
        /** Texts with commas between them, each once. */
        LIST
    }

    /** How soon somebody who sets up a listener should look at it. */
    public enum Importance {
        HIGH,
        MEDIUM,
        LOW
    }

    /**
     * From where to where a number may be.
     *
     * @param least the least
     * @param most the most; the largest of its type where there is no limit
     */
    public record Bounds(long least, long most) {
        boolean hold(long number) {
            return least <= number && number <= most;
        }

        @Override
        public String toString() {
            return most >= Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
        }
    }

    static Setting<String> text(String name, String label, String byDefault, Importance importance, String meaning) {
        return of(name, label, Type.STRING, byDefault, importance, meaning, String::strip);
    }

    static Setting<String> secret(String name, String label, Importance importance, String meaning) {
        return of(name, label, Type.PASSWORD, "", importance, meaning, Function.identity());
    }

    static Setting<Boolean> truth(String name, String label, boolean byDefault, Importance importance, String meaning) {
        return of(name, label, Type.BOOLEAN, byDefault, importance, meaning, Setting::readTruth);
    }

    static Setting<Integer> count(String name, String label, int byDefault, Importance importance, String meaning) {
        return of(
                        name,
                        label,
                        Type.INT,
                        byDefault,
                        importance,
                        meaning,
                        text -> Math.toIntExact(readNumber(text, Integer.MAX_VALUE)))
                .between(0, Integer.MAX_VALUE);
    }

    static Setting<Long> number(String name, String label, long byDefault, Importance importance, String meaning) {
        return of(name, label, Type.LONG, byDefault, importance, meaning, text -> readNumber(text, Long.MAX_VALUE))
                .between(0, Long.MAX_VALUE);
    }

    static Setting<List<String>> list(String name, String label, Importance importance, String meaning) {
        return of(name, label, Type.LIST, List.of(), importance, meaning, Setting::readList);
    }

    private static <T> Setting<T> of(
            String name,
            String label,
            Type type,
            T byDefault,
            Importance importance,
            String meaning,
            Function<String, T> reader) {
        return new Setting<>(name, label, type, byDefault, importance, meaning, reader, null, List.of());
    }

    Setting<T> between(long least, long most) {
        return new Setting<>(
                name, label, type, byDefault, importance, meaning, reader, new Bounds(least, most), choices);
    }

    Setting<T> atLeast(long least) {
        return between(least, type == Type.INT ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }

    Setting<T> oneOf(String... words) {
        return new Setting<>(name, label, type, byDefault, importance, meaning, reader, bounds, List.of(words));
    }

    /** What it is called, in every face of the gateway that does not spell names in its own way. */
    public String name() {
        return name;
    }

    /** Its name in user interfaces. */
    public String label() {
        return label;
    }

    /** What its text is read as. */
    public Type type() {
        return type;
    }

    /** Its value where it is not set. */
    public T byDefault() {
        return byDefault;
    }

    /** How soon to look at it. */
    public Importance importance() {
        return importance;
    }

    /** What it does, and what comes of its values. */
    public String meaning() {
        return meaning;
    }

    /** From where to where its number may be, or null where it is none. */
    public @Nullable Bounds bounds() {
        return bounds;
    }

    /** The words that it may be; none where it may be others too. */
    public List<String> choices() {
        return choices;
    }

    /** @throws IllegalArgumentException if the text is none of its values; the message says what they must be */
    T read(String text) {
        T value = reader.apply(text);
        if (!choices.isEmpty() && !choices.contains(text.strip())) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", choices));
        }
        if (bounds != null && value instanceof Number number && !bounds.hold(number.longValue())) {
            throw new IllegalArgumentException("must be " + bounds);
        }
        return value;
    }

    private static boolean readTruth(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static long readNumber(String text, long most) {
        try {
            long number = Long.parseLong(text.strip());
            if (number <= most && number >= -most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("must be a whole number up to " + most);
    }

    private static List<String> readList(String text) {
        List<String> entries = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        Set<String> seen = new HashSet<>();
        for (String entry : entries) {
            if (!seen.add(entry)) {
                throw new IllegalArgumentException("names " + entry + " twice");
            }
        }
        return entries;
    }
}
