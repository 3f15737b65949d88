package dev.postern.gateway.route;

import dev.postern.mail.Address;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds aliases that lead nowhere, back to themselves, or to too many, before any mail does. */
final class AliasCheck {
    private static final int DEEPEST = 10;
    private static final int MOST_DELIVERIES = 1_000;

    private final RoutingTable table;
    private final BiConsumer<Integer, String> wrong;
    private final Map<Route, Reach> reaches = new HashMap<>();
    private final Set<Route> way = new LinkedHashSet<>();

    /** How many deliveries a line comes to, by how many aliases in a row. Where something is wrong, which is told once, less counts. */
    private record Reach(int deliveries, int depth) {
        static final Reach NONE = new Reach(0, 0);
        static final Reach TARGET = new Reach(1, 0);

        Reach and(Reach other) {
            return new Reach(deliveries + other.deliveries, Math.max(depth, other.depth));
        }

        Reach behindAlias() {
            return new Reach(deliveries, depth + 1);
        }
    }

    /** @param wrong told the line, and what is wrong with it */
    AliasCheck(RoutingTable table, BiConsumer<Integer, String> wrong) {
        this.table = table;
        this.wrong = wrong;
    }

    void run(List<Route> routes) {
        routes.forEach(this::reach);
    }

    private Reach reach(Route route) {
        Reach known = reaches.get(route);
        if (known != null) {
            return known;
        }
        way.add(route);
        Reach sum = Reach.NONE;
        for (Target target : route.targets()) {
            sum = sum.and(target instanceof Target.Alias alias ? behind(alias.address(), route) : Reach.TARGET);
        }
        way.remove(route);
        if (sum.deliveries() > MOST_DELIVERIES) {
            wrong.accept(
                    route.line(),
                    "comes to more than " + MOST_DELIVERIES + " deliveries of one mail: use a mailing list");
            sum = Reach.NONE;
        }
        reaches.put(route, sum);
        return sum;
    }

    private Reach behind(Address alias, Route from) {
        Optional<Route> next = table.find(alias);
        if (next.isEmpty()) {
            wrong.accept(
                    from.line(),
                    alias + " has no line that says where its mail goes: add one such as " + alias + " mx");
            return Reach.NONE;
        }
        if (way.contains(next.get())) {
            wrong.accept(
                    from.line(),
                    alias + " leads back to where it came from, line "
                            + next.get().line() + ": name a destination such as lmtp:localhost:24 in place of it");
            return Reach.NONE;
        }
        Reach reach = way.size() > DEEPEST
                ? new Reach(0, DEEPEST + 1)
                : reach(next.get()).behindAlias();
        if (reach.depth() > DEEPEST) {
            wrong.accept(
                    from.line(),
                    alias + " is the first of more than " + DEEPEST + " aliases in a row: name their end before");
            return Reach.NONE;
        }
        return reach;
    }
}
