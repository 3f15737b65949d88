package dev.postern.smtp.provider;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One who keeps mailboxes, or sends mail for others.
 *
 * @param name by which settings call it, such as {@code gmail} or {@code ses:eu-west-1}
 * @param title what it calls itself
 * @param logins what it takes, the preferred first
 * @param credentials what its user name and password are, in words
 * @param tokenEndpoint where a token of OAuth 2.0 is asked for, or null where that is not public; may hold TENANT, for which the user has a
 *     name
 * @param domains of its own, whose addresses are its users'
 * @param exchangers patterns of the MX hosts of its customers' domains, a name or {@code *.} and a name
 * @param endpoints the servers, of those services that it offers
 */
public record Provider(
        String name,
        String title,
        List<LoginKind> logins,
        String credentials,
        @Nullable URI tokenEndpoint,
        Set<String> domains,
        List<String> exchangers,
        Map<MailService, MailEndpoint> endpoints) {
    public Provider {
        logins = List.copyOf(logins);
        domains = Set.copyOf(domains);
        exchangers = List.copyOf(exchangers);
        endpoints = Map.copyOf(endpoints);
    }

    /** Where this service of it is, if it offers it. */
    public Optional<MailEndpoint> endpoint(MailService service) {
        return Optional.ofNullable(endpoints.get(service));
    }

    /** Whether nobody gets in who shows nothing. */
    public boolean needsLogin() {
        return !logins.contains(LoginKind.ADDRESS);
    }

    /** Whether it takes a password of some kind. */
    public boolean takesPassword() {
        return logins.stream().anyMatch(LoginKind::isPassword);
    }

    /** Whether it takes a token of OAuth 2.0. */
    public boolean takesToken() {
        return logins.contains(LoginKind.OAUTH2);
    }

    /** Whether a domain with this MX host is a customer's; the host in lower case without the final dot. */
    boolean isExchanger(String host) {
        return exchangers.stream()
                .anyMatch(pattern ->
                        pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern));
    }
}
