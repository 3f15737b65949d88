package dev.postern.smtp.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.tlsrpt.ResultType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of domains, fetched when mail goes there and kept while they hold (RFC 8461 §3.3, §5.1).
 *
 * <p>A domain says in DNS that it has a policy, and what that is called. It is fetched where it is not known or is called otherwise now, once for all who wait; where it
 * gets old, it is fetched again while the old one serves. Whatever fails, a policy that was known holds to its end: nobody gets rid of it by keeping us from the
 * new one. What can't be fetched is not asked for again for five minutes. Safe for use by several threads.
 */
public final class StsPolicies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StsPolicies.class);
    private static final int MOST = 10_000;
    private static final long MOST_CHARACTERS = 16 << 20;
    private static final int MOST_FETCHES = 100;
    private static final Duration PAUSE = Duration.ofMinutes(5); // RFC 8461 §3.3

    private final Resolver resolver;
    private final PolicySource source;
    private final PolicyStore store;
    private final Clock clock;
    private final Cache<Domain, HeldPolicy> known = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Domain domain, HeldPolicy held) ->
                    500 + 2 * held.policy().text().length())
            .executor(Runnable::run)
            .build();
    private final Cache<Domain, Failed> failed =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    private final Map<Domain, CompletableFuture<StsFinding>> fetches = new ConcurrentHashMap<>();

    /** What could not be fetched. */
    private record Failed(String id, Instant until, ResultType fault) {}

    StsPolicies(Resolver resolver, PolicySource source, PolicyStore store, Clock clock) {
        this.resolver = resolver;
        this.source = source;
        this.store = store;
        this.clock = clock;
        known.putAll(store.all());
    }

    /** Policies that are fetched by HTTPS, and are lost at the end. */
    public static StsPolicies inMemory(Resolver resolver) {
        return inMemory(resolver, HttpsPolicySource.standard());
    }

    /** Policies of this source, which are lost at the end. */
    public static StsPolicies inMemory(Resolver resolver, PolicySource source) {
        return new StsPolicies(resolver, source, PolicyStore.NONE, Clock.systemUTC());
    }

    /**
     * Policies that are fetched by HTTPS, and kept in a directory, which several processes may share. It is read now.
     *
     * @throws IOException if it can't be used; the message names it
     */
    public static StsPolicies keptIn(Path directory, Resolver resolver) throws IOException {
        Clock clock = Clock.systemUTC();
        return new StsPolicies(
                resolver, HttpsPolicySource.standard(), new PolicyDirectory(directory, MOST, clock), clock);
    }

    /**
     * Finds out what a domain wants; does not block.
     *
     * @return fails only for a bug
     */
    public CompletionStage<StsFinding> of(Domain domain) {
        if (domain.isLiteral()) {
            return CompletableFuture.completedFuture(StsFinding.NONE);
        }
        return resolver.txt("_mta-sts." + domain.text()).thenCompose(answer -> decide(domain, answer));
    }

    /** The policy of a domain that is known now, or null. */
    public @Nullable StsPolicy known(Domain domain) {
        HeldPolicy held = known.getIfPresent(domain);
        return held == null || !held.holds(clock.instant()) ? null : held.policy();
    }

    private CompletionStage<StsFinding> decide(Domain domain, Answer<String> answer) {
        String id = StsRecord.id(answer.records()).orElse(null);
        Instant now = clock.instant();
        HeldPolicy held = known.getIfPresent(domain);
        HeldPolicy holding = held != null && held.holds(now) ? held : null;
        if (id == null) { // also where DNS can't tell: RFC 8461 §3.3 keeps to what is known
            return CompletableFuture.completedFuture(finding(holding, null));
        }
        HeldPolicy current = holding != null && holding.id().equals(id) ? holding : null;
        if (current != null && !current.isDue(now)) {
            return CompletableFuture.completedFuture(finding(current, null));
        }
        Failed before = failed.getIfPresent(domain);
        if (before != null && before.id.equals(id) && now.isBefore(before.until)) {
            return CompletableFuture.completedFuture(finding(holding, before.fault));
        }
        CompletableFuture<StsFinding> fetch = fetch(domain, id);
        return current != null ? CompletableFuture.completedFuture(finding(current, null)) : fetch.copy();
    }

    private CompletableFuture<StsFinding> fetch(Domain domain, String id) {
        CompletableFuture<StsFinding> begun = new CompletableFuture<>();
        CompletableFuture<StsFinding> other = fetches.putIfAbsent(domain, begun);
        if (other != null) {
            return other;
        }
        CompletionStage<String> text = fetches.size() > MOST_FETCHES
                ? CompletableFuture.failedFuture(new StsFetchException(
                        ResultType.STS_POLICY_FETCH_ERROR, domain + " was not asked: too many are asked at once"))
                : source.fetch(domain);
        text.handle((fetched, failure) -> fetched == null ? failed(domain, id, failure) : fetched(domain, id, fetched))
                .whenComplete((finding, bug) -> {
                    fetches.remove(domain);
                    if (bug == null) {
                        begun.complete(finding);
                    } else {
                        begun.completeExceptionally(bug);
                    }
                });
        return begun;
    }

    private StsFinding fetched(Domain domain, String id, String text) {
        try {
            HeldPolicy held = new HeldPolicy(StsPolicy.parse(text), id, clock.instant());
            known.put(domain, held);
            failed.invalidate(domain);
            store.put(domain, held);
            return finding(held, null);
        } catch (MalformedPolicyException e) {
            return failed(
                    domain,
                    id,
                    new StsFetchException(
                            ResultType.STS_POLICY_INVALID,
                            "the policy of " + domain + " can't be read: " + e.getMessage()));
        }
    }

    private StsFinding failed(Domain domain, String id, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ResultType fault = cause instanceof StsFetchException told ? told.type() : ResultType.STS_POLICY_FETCH_ERROR;
        Instant now = clock.instant();
        failed.put(domain, new Failed(id, now.plus(PAUSE), fault));
        HeldPolicy held = known.getIfPresent(domain);
        HeldPolicy holding = held != null && held.holds(now) ? held : null;
        LOG.info(
                "no new policy of MTA-STS for {}, {}: {}",
                domain,
                holding == null ? "and none is known" : "the old one holds until " + holding.expiry(),
                cause == null ? "there is none" : cause.getMessage());
        return finding(holding, fault);
    }

    private static StsFinding finding(@Nullable HeldPolicy held, @Nullable ResultType fault) {
        StsPolicy policy = held == null ? null : held.policy();
        boolean none = policy != null && policy.mode() == StsPolicy.Mode.NONE;
        return new StsFinding(none ? null : policy, fault);
    }

    /** Waits for what is to be kept. */
    @Override
    public void close() {
        store.close();
    }
}
