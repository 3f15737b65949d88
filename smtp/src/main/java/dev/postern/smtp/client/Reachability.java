package dev.postern.smtp.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which servers can't be reached or turn us away, so that not each of a thousand mails has to find that out: after three failures in a row a server is left alone for some
 * seconds, then for twice as long with each further one. A connection that comes about makes all of it forgotten.
 */
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
    private static final int PATIENCE = 3;
    private static final Duration FIRST_REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final int MOST_SERVERS = 10_000; // whoever writes to many domains must not fill our memory
    private static final Duration REMEMBERED = LONGEST_REST.multipliedBy(2);

    private final Cache<MailServer, Failures> failing = Caffeine.newBuilder()
            .maximumSize(MOST_SERVERS)
            .expireAfterWrite(REMEMBERED)
            .build();

    private final LongSupplier nanoTime;
    private final Executor refusals;

    /** @param nanoTime as {@link System#nanoTime()} */
    /** @param refusals runs those who hear that a server is left alone */
    Reachability(LongSupplier nanoTime, Executor refusals) {
        this.nanoTime = nanoTime;
        this.refusals = refusals;
    }

    /**
     * Failures of a server in a row.
     *
     * @param until until when it is left alone, in nanoseconds
     */
    private record Failures(int count, long until, ClientFailure last) {
        boolean isResting(long now) {
            return count >= PATIENCE && now - until < 0;
        }
    }

    /** Connects to a server, unless it is left alone: then it fails as the last attempt did, and on another thread. */
    CompletionStage<ClientSession> connect(MailServer server, Supplier<CompletionStage<ClientSession>> connector) {
        Optional<ClientFailure> refusal = refusal(server);
        if (refusal.isPresent()) {
            CompletableFuture<ClientSession> refused = new CompletableFuture<>();
            try { // not here: a queue of mails would fail within itself
                refusals.execute(() -> refused.completeExceptionally(refusal.get()));
            } catch (RejectedExecutionException closed) {
                refused.completeExceptionally(refusal.get());
            }
            return refused;
        }
        long started = nanoTime.getAsLong();
        return connector.get().whenComplete((session, failure) -> {
            if (failure == null) {
                failing.invalidate(server);
            } else if (ClientFailure.unwrapped(failure) instanceof ClientFailure known) {
                note(server, known, started);
            }
        });
    }

    private Optional<ClientFailure> refusal(MailServer server) {
        Failures failures = failing.getIfPresent(server);
        long now = nanoTime.getAsLong();
        if (failures == null || !failures.isResting(now)) {
            return Optional.empty();
        }
        long seconds = Math.max(1, Duration.ofNanos(failures.until - now).toSeconds());
        return Optional.of(failures.last.remembered(server + " is left alone for " + seconds + " s after "
                + failures.count + " failures: " + failures.last.getMessage()));
    }

    private void note(MailServer server, ClientFailure failure, long started) {
        failing.asMap().compute(server, (any, before) -> {
            if (before != null && before.isResting(started)) {
                return before; // began beside the attempt that counts
            }
            int count = before == null ? 1 : before.count + 1;
            Duration rest = rest(count);
            if (count >= PATIENCE) {
                LOG.warn("{} is left alone for {} s: {}", server, rest.toSeconds(), failure.getMessage());
            }
            return new Failures(count, nanoTime.getAsLong() + rest.toNanos(), failure);
        });
    }

    private static Duration rest(int count) {
        int doublings = Math.min(Math.max(0, count - PATIENCE), 10);
        Duration rest = FIRST_REST.multipliedBy(1L << doublings);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}
