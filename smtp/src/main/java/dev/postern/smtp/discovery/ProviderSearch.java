package dev.postern.smtp.discovery;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Provider;
import dev.postern.smtp.provider.ProviderTable;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whose domain it is, or who takes its mail. */
final class ProviderSearch implements Discovery.Search {
    private static final int MAX_EXCHANGERS = 10;

    private final Resolver resolver;
    private final ProviderTable providers;

    ProviderSearch(Resolver resolver, ProviderTable providers) {
        this.resolver = resolver;
        this.providers = providers;
    }

    @Override
    public CompletionStage<SearchResult> run(Domain domain, MailService service, Trail trail) {
        Optional<Provider> owner = providers.ofDomain(domain);
        if (owner.isPresent()) {
            return CompletableFuture.completedFuture(
                    result(domain, service, owner.get(), Evidence.DOMAIN, domain.text(), trail));
        }
        return resolver.mx(domain.text()).thenApply(answer -> ofExchangers(domain, service, answer, trail));
    }

    private SearchResult ofExchangers(Domain domain, MailService service, Answer<MailExchanger> answer, Trail trail) {
        String what = "MX of " + domain;
        if (!answer.isFound()) {
            trail.add(what, answer.isTemporary() ? "DNS can't tell now: " + answer.detail() : "there is none");
            return SearchResult.NOTHING;
        }
        Optional<Provider> provider = answer.records().stream()
                .sorted(Comparator.comparingInt(MailExchanger::preference))
                .limit(MAX_EXCHANGERS)
                .map(exchanger -> providers.ofExchanger(exchanger.host()))
                .flatMap(Optional::stream)
                .findFirst();
        if (provider.isEmpty()) {
            trail.add(what, "of no provider that is known");
            return SearchResult.NOTHING;
        }
        return result(domain, service, provider.get(), Evidence.EXCHANGERS, what, trail);
    }

    private static SearchResult result(
            Domain domain, MailService service, Provider provider, Evidence evidence, String what, Trail trail) {
        return provider.endpoint(service)
                .map(endpoint -> SearchResult.of(new Finding(domain, endpoint, evidence, provider)))
                .orElseGet(() -> {
                    trail.add(what, provider.title() + ", of which no server for " + service + " is known");
                    return SearchResult.NOTHING;
                });
    }
}
