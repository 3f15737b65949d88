package dev.postern.kafka.sink;

import dev.postern.kafka.PrefixedSettings;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * The settings of one way that mail takes, whose names begin alike: {@code smtp.host} for all mail, {@code smtp.route.partner.host} for that of the route
 * {@code partner}.
 *
 * @param route the setting that says whether it leads to a relay or by MX
 * @param own the others
 */
record WaySettings(String route, PrefixedSettings own) {
    /** What names of settings begin with that belong to no named route. */
    static final String COMMON = "smtp.";

    /** Those of mail that no named route takes. */
    static WaySettings common(AbstractConfig values) {
        return new WaySettings(RouteConfig.ROUTE, new PrefixedSettings(values, COMMON));
    }

    /** Those of a route by its name. */
    static WaySettings named(AbstractConfig values, String name) {
        return new WaySettings(route(name), new PrefixedSettings(values, prefix(name)));
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
        return !own.prefix().equals(COMMON);
    }

    /** Where it leads. */
    Route leads() {
        return Route.valueOf(own.values().getString(route).toUpperCase(Locale.ROOT));
    }
}
