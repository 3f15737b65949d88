package dev.postern.gateway.route;

import dev.postern.mail.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where mail goes, recipient by recipient: of the lines that fit one the first counts. Immutable. */
public final class RoutingTable {
    private final Map<String, Route> byKey = new HashMap<>();
    private final List<Route> patterns = new ArrayList<>();
    private final boolean topics;

    /**
     * One mail for one recipient at one target.
     *
     * @param recipient as aliases have it
     */
    public record Delivery(Target target, Address recipient) {}

    /** @param routes in the order of their lines, no two with the same key */
    RoutingTable(List<Route> routes) {
        for (Route route : routes) {
            String key = route.pattern().key();
            if (key == null) {
                patterns.add(route);
            } else {
                byKey.put(key, route);
            }
        }
        topics = routes.stream().flatMap(route -> route.targets().stream()).anyMatch(Target.Topic.class::isInstance);
    }

    /** A table that writes all mail to one topic. */
    public static RoutingTable allTo(String topic) {
        return new RoutingTable(List.of(new Route(1, RecipientPattern.parse("*"), List.of(new Target.Topic(topic)))));
    }

    /** Whether any mail goes to a topic. */
    public boolean hasTopics() {
        return topics;
    }

    /** All that is done with mail for a recipient; empty where no line fits, so that there is no such recipient. */
    public Set<Delivery> deliveries(Address recipient) {
        Set<Delivery> deliveries = new LinkedHashSet<>();
        find(recipient).ifPresent(route -> add(route, recipient, deliveries));
        return deliveries;
    }

    // Their number, and how deep aliases go, were bounded when the table was read.
    private void add(Route route, Address recipient, Set<Delivery> deliveries) {
        for (Target target : route.targets()) {
            if (target instanceof Target.Alias alias) {
                find(alias.address()).ifPresent(next -> add(next, alias.address(), deliveries));
            } else {
                deliveries.add(new Delivery(target, recipient));
            }
        }
    }

    /** The line that counts for a recipient. */
    Optional<Route> find(Address recipient) {
        String local = recipient.localPart().toLowerCase(Locale.ROOT);
        String domain = recipient.domain().text().toLowerCase(Locale.ROOT);
        int plus = local.indexOf('+');
        Route found = first(byKey.get(local + '@' + domain), byKey.get('@' + domain));
        if (plus > 0 && local.charAt(0) != '"') {
            found = first(found, byKey.get(local.substring(0, plus) + '@' + domain));
        }
        for (Route route : patterns) {
            if (found != null && found.line() < route.line()) {
                break;
            }
            if (route.pattern().fits(local, domain)) {
                return Optional.of(route);
            }
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable Route first(@Nullable Route one, @Nullable Route other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.line() < other.line() ? one : other;
    }
}
