package dev.postern.kafka.sink;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.delivery.MxRouter;
import dev.postern.smtp.delivery.MxSettings;
import dev.postern.smtp.delivery.PolicyRouter;
import dev.postern.smtp.delivery.PublishedTls;
import dev.postern.smtp.delivery.RelayRouter;
import dev.postern.smtp.delivery.RouteTable;
import dev.postern.smtp.delivery.Router;
import dev.postern.smtp.delivery.TableRouter;
import dev.postern.smtp.delivery.TlsPolicyTable;
import dev.postern.smtp.delivery.WeightedServers;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ways whose relays are known by now, and what sends mail on them. */
final class FoundWays {
    private final List<Found> ways;
    private final TlsPolicyConfig policy;

    /**
     * A way.
     *
     * @param relay where it leads, or null: by MX
     */
    record Found(Way way, @Nullable Relay relay) {
        private String words() {
            return relay == null ? "the hosts of each domain" : relay.words();
        }
    }

    /** @param ways that of mail that no route takes first */
    FoundWays(List<Found> ways, TlsPolicyConfig policy) {
        this.ways = List.copyOf(ways);
        this.policy = policy;
    }

    /** Whether some mail goes by MX. */
    boolean byMx() {
        return ways.stream().anyMatch(found -> found.relay == null);
    }

    /** The hosts of all relays, those that serve several ways for each of them. */
    int relayHosts() {
        return ways.stream()
                .mapToInt(
                        found -> found.relay == null ? 0 : found.relay.servers().size())
                .sum();
    }

    /** Where mail goes, in words. */
    String words() {
        return ways.stream()
                .map(found -> (found.way.name().isEmpty() ? "" : "by route " + found.way.name() + " ") + found.words())
                .collect(Collectors.joining("; "));
    }

    /**
     * What finds the way of each mail.
     *
     * @param dns who is asked where mail goes by MX; null where none does
     * @param published what is asked of the domains of mail that goes by MX, given those that have a policy of ours
     * @param random used by several threads at the same time
     */
    Router router(
            @Nullable Resolver dns, MxSettings mx, Function<Predicate<Domain>, PublishedTls> published, Random random) {
        RouteTable<Router> table = new RouteTable<>();
        ways.stream()
                .skip(1)
                .forEach(found -> table.add(
                        found.way.recipients(), found.way.senders(), router(found, dns, mx, published, random)));
        Router other = router(ways.get(0), dns, mx, published, random);
        return ways.size() == 1 ? other : new TableRouter(table, other);
    }

    private Router router(
            Found found,
            @Nullable Resolver dns,
            MxSettings mx,
            Function<Predicate<Domain>, PublishedTls> published,
            Random random) {
        if (found.relay == null) {
            if (dns == null) {
                throw new IllegalArgumentException("mail goes by MX, and nobody is asked for it");
            }
            TlsPolicyTable ours = policy.with(found.way.tls());
            return new PolicyRouter(new MxRouter(dns, mx, random, published.apply(ours::decides)), ours);
        }
        @Nullable ClientLogin login = found.way.login().login();
        List<MailServer> servers = found.relay.servers().stream()
                .map(server -> server.withLogin(login))
                .toList();
        return new PolicyRouter(
                new RelayRouter(found.way.destination(), new WeightedServers(servers, found.relay.weights(), random)),
                policy.with(found.relay.tls()));
    }
}
