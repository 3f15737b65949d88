package dev.postern.smtp.discovery;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.ProviderTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** Finds the servers of a domain's users. Used by several threads at the same time. */
public final class Discovery {
    private final DiscoverySettings settings;
    private final List<Search> searches;

    /** One way to look for a server. */
    @FunctionalInterface
    interface Search {
        /** Does not block, and fails for a bug only. */
        CompletionStage<SearchResult> run(Domain domain, MailService service, Trail trail);
    }

    /** @param random chooses between servers of the same priority; used by several threads at the same time */
    public Discovery(
            Resolver resolver,
            ProviderTable providers,
            Probe probe,
            DiscoverySettings settings,
            RandomGenerator random) {
        VerifiedServers servers = new VerifiedServers(resolver, probe, settings);
        this.settings = settings;
        this.searches = List.of(
                new ServiceRecordSearch(resolver, providers, servers, settings.maxServers(), random),
                new ProviderSearch(resolver, providers),
                new UsualNameSearch(servers));
    }

    /**
     * Looks for the server of one service; does not block.
     *
     * @return within the deadline; fails for a bug only
     */
    public CompletionStage<Discovered> find(Domain domain, MailService service) {
        Trail trail = new Trail();
        if (domain.isLiteral()) {
            trail.add(domain, "is an address and no domain, of which DNS tells nothing");
            return CompletableFuture.completedFuture(new Discovered(domain, service, Optional.empty(), trail.soFar()));
        }
        CompletionStage<SearchResult> result = CompletableFuture.completedFuture(SearchResult.NOTHING);
        for (Search search : searches) {
            result = result.thenCompose(before ->
                    before.isFinal() ? CompletableFuture.completedFuture(before) : search.run(domain, service, trail));
        }
        return result.toCompletableFuture()
                .orTimeout(settings.deadline().toNanos(), TimeUnit.NANOSECONDS)
                .handle((last, failure) -> {
                    if (failure instanceof TimeoutException) {
                        trail.add(
                                "the rest",
                                "no answer within " + settings.deadline().toMillis() + " ms");
                    } else if (failure != null) {
                        throw new CompletionException(failure);
                    }
                    Optional<Finding> found = failure == null ? last.found() : Optional.empty();
                    return new Discovered(domain, service, found, trail.soFar());
                });
    }
}
