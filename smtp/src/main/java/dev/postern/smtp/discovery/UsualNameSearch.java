package dev.postern.smtp.discovery;

import dev.postern.mail.Domain;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Servers that are called as they mostly are. */
final class UsualNameSearch implements Discovery.Search {
    private final VerifiedServers servers;

    UsualNameSearch(VerifiedServers servers) {
        this.servers = servers;
    }

    @Override
    public CompletionStage<SearchResult> run(Domain domain, MailService service, Trail trail) {
        List<MailEndpoint> candidates = Stream.of(Protection.IMPLICIT, Protection.STARTTLS)
                .flatMap(protection -> names(service).stream()
                        .map(name ->
                                new MailEndpoint(service, name + "." + domain, service.port(protection), protection)))
                .toList();
        return servers.first(candidates, trail)
                .thenApply(verified -> verified.map(
                                endpoint -> SearchResult.of(new Finding(domain, endpoint, Evidence.USUAL_NAME, null)))
                        .orElse(SearchResult.NOTHING));
    }

    private static List<String> names(MailService service) {
        return switch (service) {
            case SUBMISSION -> List.of("smtp", "mail");
            case IMAP -> List.of("imap", "mail");
            case POP3 -> List.of("pop", "pop3", "mail");
        };
    }
}
