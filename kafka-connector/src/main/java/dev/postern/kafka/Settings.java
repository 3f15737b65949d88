package dev.postern.kafka;

import java.util.Locale;
import java.util.StringJoiner;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Validators whose errors name the key, the value and what is allowed. */
public final class Settings {
    private Settings() {}

    /** A text that is not blank. */
    public static Validator required(String what) {
        return described("not empty: " + what, (key, value) -> {
            if (value == null || value.toString().isBlank()) {
                throw new ConfigException(key, value, "set it to " + what);
            }
        });
    }

    /** One of the names of an enum, in lower case, without regard to case. */
    public static <T extends Enum<T>> Validator nameOf(Class<T> type) {
        StringJoiner names = new StringJoiner(", ");
        for (T constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return described("one of " + names, (key, value) -> {
            for (T constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(String.valueOf(value))) {
                    return;
                }
            }
            throw new ConfigException(key, value, "must be one of " + names);
        });
    }

    private static Validator described(String description, Validator validator) {
        return new Validator() {
            @Override
            public void ensureValid(String key, Object value) {
                validator.ensureValid(key, value);
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }
}
