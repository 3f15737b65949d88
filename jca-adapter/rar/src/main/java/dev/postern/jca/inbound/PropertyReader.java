package dev.postern.jca.inbound;

import dev.postern.jca.config.OutsideSettings;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one activation, overridden from outside where it has a name, and gathers what is wrong with them. */
final class PropertyReader {
    private final String name;
    private final OutsideSettings outside;
    private final Set<String> known = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();

    /** @param name empty for a listener that can't be configured from outside */
    PropertyReader(String name) {
        this.name = name;
        this.outside = OutsideSettings.of(name.isEmpty() ? "-" : name);
        if (!name.matches("[a-z0-9-]*")) {
            wrong("name", name, "may hold lower case letters, digits and dashes");
        }
    }

    /** The property of the activation configuration, and where it may be set outside. */
    static String spelling(String name, String key) {
        StringBuilder property = new StringBuilder();
        for (String word : key.split("\\.", -1)) {
            property.append(property.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return property + (name.isEmpty() ? "" : " (outside: " + outsideName(name, key) + ")");
    }

    private static String outsideName(String name, String key) {
        return "postern." + name + "." + key;
    }

    String spelling(String key) {
        return spelling(name, key);
    }

    /** What is set outside, or null. */
    @Nullable
    String outside(String key) {
        return outside.get(key).orElse(null);
    }

    /** Settings that are read elsewhere. */
    void know(Collection<String> keys) {
        known.addAll(keys);
    }

    long number(String key, long inside, long least, long most) {
        long number = value(key, inside, Long::parseLong, "must be a whole number up to " + most);
        if (number < least || number > most) {
            wrong(spelling(key), number, "must be from " + least + " to " + most);
        }
        return Math.max(least, Math.min(most, number));
    }

    boolean truth(String key, boolean inside) {
        return value(
                key,
                inside,
                text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException();
                },
                "must be true or false");
    }

    /** @param parse throws an IllegalArgumentException that says what is wrong */
    <T> T text(String key, String inside, Function<String, T> parse, T otherwise) {
        known.add(key);
        String text = outside.get(key).orElse(inside);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            wrong(spelling(key), text, String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    void wrong(String spelling, Object value, String remedy) {
        wrong.add(spelling + (value.equals("") ? "" : " = " + value) + ": " + remedy);
    }

    /** @throws InvalidPropertyException if anything is wrong, or set outside under a name that is no setting's */
    void refuseWhatIsWrong(Set<String> theirOwn) throws InvalidPropertyException {
        Set<String> strangers = new TreeSet<>(outside.all().keySet());
        strangers.removeAll(known);
        strangers.removeAll(theirOwn);
        strangers.forEach(key -> wrong.add(
                outsideName(name, key) + " is not a setting of a listener; those are " + String.join(", ", known)));
        if (!wrong.isEmpty()) {
            throw new InvalidPropertyException("the listener " + (name.isEmpty() ? "" : name + " ")
                    + "can't be opened: " + String.join("; ", wrong));
        }
    }

    private <T> T value(String key, T inside, Function<String, T> parse, String allowed) {
        known.add(key);
        String text = outside.get(key).orElse(null);
        if (text == null) {
            return inside;
        }
        try {
            return parse.apply(text.strip());
        } catch (IllegalArgumentException e) {
            wrong(spelling(key), text, allowed);
            return inside;
        }
    }
}
