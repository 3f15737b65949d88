package dev.postern.kafka.sink;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one way that mail takes, whose names begin alike: {@code smtp.host} for all mail, {@code smtp.route.partner.host} for that of the route
 * {@code partner}.
 *
 * @param route the setting that says whether it leads to a relay or by MX
 * @param prefix what the names of the others begin with
 */
record WaySettings(AbstractConfig values, String route, String prefix) {
    /** What names of settings begin with that belong to no named route. */
    static final String COMMON = "smtp.";

    /** Those of mail that no named route takes. */
    static WaySettings common(AbstractConfig values) {
        return new WaySettings(values, RouteConfig.ROUTE, COMMON);
    }

    /** Those of a route by its name. */
    static WaySettings named(AbstractConfig values, String name) {
        return new WaySettings(values, route(name), prefix(name));
    }

    /** The setting that says where a named route leads. */
    static String route(String name) {
        return RouteConfig.ROUTE + "." + name;
    }

    /** What the names of the other settings of a named route begin with. */
    static String prefix(String name) {
        return route(name) + ".";
    }

    /** Whether the way is that of a named route. */
    boolean isNamed() {
        return !prefix.equals(COMMON);
    }

    /** The full name of a setting. */
    String key(String name) {
        return prefix + name;
    }

    String string(String name) {
        return values.getString(key(name));
    }

    List<String> list(String name) {
        return values.getList(key(name));
    }

    int number(String name) {
        return values.getInt(key(name));
    }

    boolean isTrue(String name) {
        return values.getBoolean(key(name));
    }

    String secret(String name) {
        return values.getPassword(key(name)).value();
    }

    /** The constant of an enum that a setting names in lower case. */
    <E extends Enum<E>> E oneOf(Class<E> type, String key) {
        return Enum.valueOf(type, values.getString(key).toUpperCase(Locale.ROOT));
    }

    /** As it was given, or null where it was not. */
    @Nullable
    Object given(String name) {
        return values.originals().get(key(name));
    }

    /** Whether it says anything. */
    boolean isSet(String name) {
        Object value = values.values().get(key(name));
        if (value instanceof Password password) {
            return !password.value().isEmpty();
        }
        return value instanceof List<?> list
                ? !list.isEmpty()
                : !String.valueOf(value).isEmpty();
    }
}
