package dev.postern.smtp.discovery;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.PublicAddress;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.provider.MailEndpoint;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tries servers where DNS says that they are. */
final class VerifiedServers {
    private final Resolver resolver;
    private final Probe probe;
    private final DiscoverySettings settings;

    VerifiedServers(Resolver resolver, Probe probe, DiscoverySettings settings) {
        this.resolver = resolver;
        this.probe = probe;
        this.settings = settings;
    }

    /** The first of these that is what it should be; all are tried at once, so that one that is silent costs little time. */
    CompletionStage<Optional<MailEndpoint>> first(List<MailEndpoint> endpoints, Trail trail) {
        List<CompletionStage<Boolean>> tried =
                endpoints.stream().map(endpoint -> isThere(endpoint, trail)).toList();
        CompletionStage<Optional<MailEndpoint>> first = CompletableFuture.completedFuture(Optional.empty());
        for (int i = 0; i < endpoints.size(); i++) {
            MailEndpoint endpoint = endpoints.get(i);
            CompletionStage<Boolean> there = tried.get(i);
            first = first.thenCompose(before -> before.isPresent()
                    ? CompletableFuture.completedFuture(before)
                    : there.thenApply(is -> is ? Optional.of(endpoint) : Optional.empty()));
        }
        return first;
    }

    private CompletionStage<Boolean> isThere(MailEndpoint endpoint, Trail trail) {
        return resolver.addresses(endpoint.host()).thenCompose(answer -> {
            List<InetAddress> addresses = Stream.concat(
                            wanted(answer, Inet6Address.class::isInstance),
                            wanted(answer, Inet4Address.class::isInstance))
                    .toList();
            if (addresses.isEmpty()) {
                trail.add(endpoint, whyNowhere(answer));
            }
            CompletableFuture<Boolean> any = new CompletableFuture<>();
            List<CompletableFuture<Boolean>> all = addresses.stream()
                    .map(address -> answers(endpoint, address, trail).toCompletableFuture())
                    .toList();
            all.forEach(one -> one.thenAccept(is -> {
                if (is) {
                    any.complete(true); // one that is silent is not waited for
                }
            }));
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .whenComplete((done, bug) -> any.complete(false));
            return any;
        });
    }

    private Stream<InetAddress> wanted(Answer<InetAddress> answer, Predicate<InetAddress> kind) {
        return answer.records().stream()
                .filter(kind)
                .filter(address -> settings.privateAddresses() || PublicAddress.is(address))
                .limit(settings.maxAddresses());
    }

    private CompletionStage<Boolean> answers(MailEndpoint endpoint, InetAddress address, Trail trail) {
        return probe.attempt(endpoint, address).handle((done, failure) -> {
            trail.add(endpoint, failure == null ? "answers, and its certificate names it" : reason(failure));
            return failure == null;
        });
    }

    private static String whyNowhere(Answer<InetAddress> answer) {
        if (answer.isTemporary()) {
            return "DNS can't tell now where it is: " + answer.detail();
        }
        return answer.isFound() ? "has no public address" : "has no address";
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }
}
