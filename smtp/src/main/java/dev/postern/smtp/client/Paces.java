package dev.postern.smtp.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.Limit;
import dev.postern.smtp.limit.LimitTable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The pace of each provider that the table names, and of each server that it does not. */
final class Paces {
    private static final int MOST_SERVERS = 10_000; // whoever writes to many domains must not fill our memory
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final LimitTable table;
    private final DailyCount days;
    private final PoolLimits limits;
    private final LongSupplier nanoTime;
    private final Map<String, Pace> named = new ConcurrentHashMap<>();
    private final Cache<MailServer, Pace> others = Caffeine.newBuilder()
            .maximumSize(MOST_SERVERS)
            .expireAfterAccess(REMEMBERED)
            .build();

    /** @param nanoTime as {@link System#nanoTime()} */
    Paces(LimitTable table, DailyCount days, PoolLimits limits, LongSupplier nanoTime) {
        this.table = table;
        this.days = days;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** The pace of a server, however connections to it are protected. */
    Pace of(MailServer server) {
        return table.named(server.name())
                .map(limit ->
                        named.computeIfAbsent(limit.name(), any -> new Pace(limit, limits.total(), days, nanoTime)))
                .orElseGet(() -> others.get(new MailServer(server.name(), server.address()), this::own));
    }

    private Pace own(MailServer server) {
        Limit each = table.each();
        Limit own = new Limit(server.toString(), each.connections(), each.mailsPerConnection(), each.rate(), null);
        return new Pace(own, limits.perServer(), days, nanoTime);
    }
}
