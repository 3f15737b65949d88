package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.smtp.client.TlsMode;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Adds to where mail goes how the connection is protected, unless the server says so itself. What is protected in different ways goes in different
 * transactions.
 */
public final class PolicyRouter implements Router {
    private final Router router;
    private final TlsPolicy policy;

    public PolicyRouter(Router router, TlsPolicy policy) {
        this.router = router;
        this.policy = policy;
    }

    @Override
    public CompletionStage<Routing> route(@Nullable Address reversePath, Domain domain) {
        return router.route(reversePath, domain).thenCombine(policy.mode(domain), PolicyRouter::protect);
    }

    private static Routing protect(Routing routing, TlsMode mode) {
        return routing instanceof Routing.Found found
                ? new Routing.Found(
                        found.destination() + " by TLS " + mode,
                        found.servers().stream()
                                .map(server -> server.tls() == null ? server.withTls(mode) : server)
                                .toList())
                : routing;
    }
}
