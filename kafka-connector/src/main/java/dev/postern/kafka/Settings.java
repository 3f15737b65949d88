package dev.postern.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Validators whose errors name the key, the value and what is allowed. */
public final class Settings {
    private Settings() {}

    /** A text that is not blank. */
    public static Validator required(String what) {
        return new Described("not empty", (key, value) -> {
            if (value == null || value.toString().isBlank()) {
                throw new ConfigException(key, value, "set it to " + what);
            }
        });
    }

    /** One of the names of an enum, in lower case, without regard to case; the validator recommends them too. */
    public static <T extends Enum<T>> Validator nameOf(Class<T> type) {
        return new Name(Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList());
    }

    /** A validator that says in words what it allows. */
    private record Described(String description, Validator validator) implements Validator {
        @Override
        public void ensureValid(String key, Object value) {
            validator.ensureValid(key, value);
        }

        @Override
        public String toString() {
            return description;
        }
    }

    private record Name(List<String> names) implements Validator, Recommender {
        @Override
        public void ensureValid(String key, Object value) {
            if (names.stream().noneMatch(name -> name.equalsIgnoreCase(String.valueOf(value)))) {
                throw new ConfigException(key, value, "must be " + this);
            }
        }

        @Override
        public List<Object> validValues(String key, Map<String, Object> settings) {
            return List.copyOf(names);
        }

        @Override
        public boolean visible(String key, Map<String, Object> settings) {
            return true;
        }

        @Override
        public String toString() {
            return "one of " + String.join(", ", names);
        }
    }
}
