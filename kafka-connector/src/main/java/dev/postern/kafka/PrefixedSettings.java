package dev.postern.kafka;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Settings whose names begin alike, such as {@code imap.account.sales.host} and its like.
 *
 * @param prefix what their names begin with
 */
public record PrefixedSettings(AbstractConfig values, String prefix) {
    /** The full name of a setting. */
    public String key(String name) {
        return prefix + name;
    }

    public String string(String name) {
        return values.getString(key(name));
    }

    public List<String> list(String name) {
        return values.getList(key(name));
    }

    public int number(String name) {
        return values.getInt(key(name));
    }

    public boolean isTrue(String name) {
        return values.getBoolean(key(name));
    }

    public String secret(String name) {
        return values.getPassword(key(name)).value();
    }

    /** The constant of an enum that a setting names in lower case. */
    public <E extends Enum<E>> E oneOf(Class<E> type, String name) {
        return Enum.valueOf(type, string(name).toUpperCase(Locale.ROOT));
    }

    /** As it was given, or null where it was not. */
    public @Nullable Object given(String name) {
        return values.originals().get(key(name));
    }

    /** Whether it says anything. */
    public boolean isSet(String name) {
        Object value = values.values().get(key(name));
        if (value instanceof Password password) {
            return !password.value().isEmpty();
        }
        return value instanceof List<?> list
                ? !list.isEmpty()
                : !String.valueOf(value).isEmpty();
    }
}
