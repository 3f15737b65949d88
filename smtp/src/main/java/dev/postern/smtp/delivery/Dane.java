package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.client.Assurance;
import dev.postern.smtp.dane.DaneIdentity;
import dev.postern.smtp.tlsrpt.ResultType;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds in DNS how a host proves who it is (RFC 7672 §2.2).
 *
 * <p>Where the host's addresses are not securely known, nobody asks for TLSA records, which some servers of such zones can't answer (§2.2.2); unless the host is
 * an alias and that is known securely.
 */
final class Dane {
    private static final int MAX_ALIASES = 8; // as many as the resolver follows

    private final Resolver resolver;
    private final int port;

    /** @param port where the hosts listen */
    Dane(Resolver resolver, int port) {
        this.resolver = resolver;
        this.port = port;
    }

    /**
     * Asks for a host of a domain.
     *
     * @param addresses what is known of where it is
     * @return fails only for a bug
     */
    CompletionStage<HostTls> of(Domain domain, String host, Answer<InetAddress> addresses) {
        if (!addresses.isFound()) {
            return CompletableFuture.completedFuture(HostTls.OPEN);
        }
        return addresses.authenticated() ? signed(domain, host, host, 0) : unsigned(domain, host);
    }

    /** Where the host is an alias, the end of it comes first (§2.2.2). */
    private CompletionStage<HostTls> signed(Domain domain, String host, String name, int aliases) {
        return resolver.alias(name).thenCompose(alias -> {
            if (alias.isTemporary() || aliases > MAX_ALIASES) {
                return CompletableFuture.completedFuture(unknown(domain, name, alias));
            }
            if (alias.isFound()) {
                return signed(domain, host, alias.records().get(0), aliases + 1);
            }
            return records(domain, host, name)
                    .thenCompose(found -> found.equals(HostTls.OPEN) && !name.equals(host)
                            ? records(domain, host, host)
                            : CompletableFuture.completedFuture(found));
        });
    }

    private CompletionStage<HostTls> unsigned(Domain domain, String host) {
        return resolver.alias(host).thenCompose(alias -> {
            if (alias.isTemporary()) {
                return CompletableFuture.completedFuture(unknown(domain, host, alias));
            }
            return alias.isFound() && alias.authenticated()
                    ? records(domain, host, host)
                    : CompletableFuture.completedFuture(HostTls.OPEN);
        });
    }

    private CompletionStage<HostTls> records(Domain domain, String host, String base) {
        return resolver.tlsa("_" + port + "._tcp." + base).thenApply(answer -> {
            if (answer.isTemporary()) {
                return unknown(domain, base, answer);
            }
            if (!answer.isFound() || !answer.authenticated()) {
                return HostTls.OPEN;
            }
            return HostTls.of(DaneIdentity.of(base, names(host, domain), answer.records())
                    .map(Assurance::of)
                    .orElse(Assurance.DANE_UNUSABLE));
        });
    }

    private static Set<String> names(String host, Domain domain) {
        return Stream.of(host, domain.text()).collect(Collectors.toSet()); // one, where there is no MX
    }

    // RFC 7672 §2.1.2: the host may not be tried, as DNS may be kept from saying how it proves who it is
    private static HostTls unknown(Domain domain, String name, Answer<?> answer) {
        return HostTls.barred(Routing.barred(
                "4.4.3",
                "DNS can't tell now how " + name + " proves who it is, which takes mail for " + domain + ": "
                        + answer.detail(),
                new PolicyResult(Assurance.Policy.DANE, ResultType.DNSSEC_INVALID)));
    }
}
