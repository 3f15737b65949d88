package dev.postern.smtp.discovery;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ServiceOrder;
import dev.postern.mail.dns.ServiceRecord;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import dev.postern.smtp.provider.ProviderTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What the domain itself says (RFC 6186 §3). */
final class ServiceRecordSearch implements Discovery.Search {
    private final Resolver resolver;
    private final ProviderTable providers;
    private final VerifiedServers servers;
    private final int maxServers;
    private final RandomGenerator random;

    ServiceRecordSearch(
            Resolver resolver,
            ProviderTable providers,
            VerifiedServers servers,
            int maxServers,
            RandomGenerator random) {
        this.resolver = resolver;
        this.providers = providers;
        this.servers = servers;
        this.maxServers = maxServers;
        this.random = random;
    }

    @Override
    public CompletionStage<SearchResult> run(Domain domain, MailService service, Trail trail) {
        CompletionStage<Answer<ServiceRecord>> implicit = ask(domain, service, Protection.IMPLICIT);
        CompletionStage<Answer<ServiceRecord>> startTls = ask(domain, service, Protection.STARTTLS);
        return implicit.thenCompose(first -> startTls.thenCompose(second -> {
            // RFC 8314 §5.1 comes before the priorities, which are compared within a name only
            List<MailEndpoint> candidates = Stream.concat(
                            candidates(domain, service, Protection.IMPLICIT, first, trail),
                            candidates(domain, service, Protection.STARTTLS, second, trail))
                    .toList();
            boolean said = first.isFound() || second.isFound();
            return servers.first(candidates, trail)
                    .thenApply(verified -> verified.map(endpoint -> SearchResult.of(finding(domain, endpoint)))
                            .orElse(said ? SearchResult.NONE : SearchResult.NOTHING));
        }));
    }

    private CompletionStage<Answer<ServiceRecord>> ask(Domain domain, MailService service, Protection protection) {
        return resolver.srv(name(domain, service, protection));
    }

    private static String name(Domain domain, MailService service, Protection protection) {
        return service.label(protection) + "." + domain;
    }

    private Stream<MailEndpoint> candidates(
            Domain domain, MailService service, Protection protection, Answer<ServiceRecord> answer, Trail trail) {
        String name = name(domain, service, protection);
        if (!answer.isFound()) {
            trail.add(name, answer.isTemporary() ? "DNS can't tell now: " + answer.detail() : "has no SRV record");
            return Stream.empty();
        }
        List<ServiceRecord> ordered = ServiceOrder.of(answer.records(), random);
        if (ordered.isEmpty()) {
            trail.add(name, "says that this is not offered");
        }
        return ordered.stream()
                .limit(maxServers)
                .map(record -> endpoint(service, protection, record, name, trail))
                .flatMap(Optional::stream);
    }

    private static Optional<MailEndpoint> endpoint(
            MailService service, Protection protection, ServiceRecord record, String name, Trail trail) {
        if (!isHostName(record.target()) || record.port() == 0) {
            trail.add(name, "names a server without a host name or a port");
            return Optional.empty();
        }
        return Optional.of(new MailEndpoint(service, record.target(), record.port(), protection));
    }

    /** DNS holds any octets in a name. */
    private static boolean isHostName(String target) {
        try {
            return !Domain.parse(target).isLiteral();
        } catch (MalformedAddressException e) {
            return false;
        }
    }

    private Finding finding(Domain domain, MailEndpoint endpoint) {
        return new Finding(
                domain,
                endpoint,
                Evidence.SRV,
                providers.ofServer(endpoint.host()).orElse(null));
    }
}
