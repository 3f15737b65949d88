package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.NamedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.login.TokenConfig;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.PublishedPolicy;
import dev.postern.smtp.delivery.RouteTable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** All ways that mail takes: one for each route that {@code smtp.routes} names, and one for the mail that no route takes. */
final class Ways {
    private static final String ROUTES = "smtp.routes";
    private static final String KIND = "a route";
    private static final String EACH = WaySettings.prefix("NAME");

    private final NamedSettings routes;
    private final RouteConfig common;
    private final TlsPolicyConfig policy;
    private final Way other;

    Ways(AbstractConfig values, RouteConfig common, TlsPolicyConfig policy) {
        this.routes = new NamedSettings(values, ROUTES, RouteConfig.ROUTE + ".", KIND, Ways::definitionOf);
        this.common = common;
        this.policy = policy;
        this.other = new Way(WaySettings.common(values), "", common);
    }

    /** Adds the setting that names the routes, to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.add(
                        ROUTES,
                        "Routes",
                        ConfigDef.Type.LIST,
                        "",
                        NamedSettings.allowed(KIND),
                        Importance.MEDIUM,
                        "Names of routes for some recipients or senders, such as partner,bulk. Each says whose mail it takes in "
                                + EACH
                                + Way.RECIPIENTS + " and " + EACH + Way.SENDERS
                                + ", and where that goes in settings of its own, such as " + EACH + "host and " + EACH
                                + "username: it shares none of smtp.host, smtp.username and their like with other mail. The route that fits best counts.")
                .open(RouteConfig.ROUTE + ".");
    }

    /** The settings of one route. */
    static GroupedConfigDef definitionOf(String name) {
        String prefix = WaySettings.prefix(name);
        GroupedConfigDef settings = new GroupedConfigDef()
                .group("One of several routes")
                .add(
                        WaySettings.route(name),
                        "Route",
                        ConfigDef.Type.STRING,
                        "relay",
                        Settings.nameOf(Route.class),
                        Importance.HIGH,
                        "Where mail of this route goes. relay: to a relay of its own; mx: to the hosts that DNS names for the domain of each recipient.")
                .add(
                        prefix + Way.RECIPIENTS,
                        "Recipients",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.parsedList(
                                "domains", domains -> new RouteTable<String>().add(domains, List.of(), name)),
                        Importance.HIGH,
                        "Domains whose recipients get their mail by this route, such as bank.example,*.partner.example. *. stands for any name under a domain, not for it."
                                + " Empty: all. The longest entry of all routes that fits counts.")
                .add(
                        prefix + Way.SENDERS,
                        "Senders",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.parsedList(
                                "addresses, domains, or <>",
                                senders -> new RouteTable<String>().add(List.of(), senders, name)),
                        Importance.HIGH,
                        "Envelope senders (mail.from) whose mail goes by this route: addresses, domains, or <> for notifications, such as"
                                + " news@example.org,*.bulk.example. Empty: all. Beside recipients both must fit. An address counts more than its domain, and the"
                                + " recipient more than the sender.");
        RelayConfig.defineProtection(RelayConfig.define(settings, prefix), prefix);
        return TokenConfig.define(LoginConfig.define(settings, prefix), prefix);
    }

    /** The way of mail that no route takes. */
    Way other() {
        return other;
    }

    /**
     * The ways of the routes.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting of one is wrong
     */
    List<Way> named() {
        return routes.names().stream()
                .map(name -> new Way(WaySettings.named(routes.of(name), name), name, common))
                .toList();
    }

    /** All of them, that of other mail first. */
    List<Way> all() {
        return Stream.concat(Stream.of(other), named().stream()).toList();
    }

    /** Takes note of what is wrong with each way, and between them. */
    void check(SettingErrors errors) {
        other.check(errors, policy);
        if (routes.check(errors)) {
            RouteTable<String> table = new RouteTable<>();
            for (Way way : named()) {
                way.check(errors, policy);
                add(table, way, errors);
            }
        }
    }

    private static void add(RouteTable<String> table, Way way, SettingErrors errors) {
        boolean any = way.recipients().isEmpty() && way.senders().isEmpty();
        try {
            if (!any) {
                table.add(way.recipients(), way.senders(), way.name());
            }
        } catch (IllegalArgumentException e) {
            errors.add(
                    way.matchKey(),
                    way.recipients().isEmpty() ? way.senders() : way.recipients(),
                    e.getMessage() + ": leave it to one of them");
        }
    }

    /** Whether a certificate is verified on some way. */
    boolean someVerify() {
        return all().stream()
                .anyMatch(way -> way.tls().verifies()
                        || (way.isMx()
                                && common.policies().contains(PublishedPolicy.MTA_STS)
                                && way.tls() != TlsMode.NONE)
                        || way.levels(policy).stream().anyMatch(TlsMode::verifies));
    }
}
