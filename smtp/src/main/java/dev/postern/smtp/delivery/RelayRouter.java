package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.smtp.client.MailServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends all mail to one relay, and to the next of a list where that can't be reached. */
public final class RelayRouter implements Router {
    private final CompletionStage<Routing> route;

    /**
     * @param relays in the order in which to try them
     * @throws IllegalArgumentException if there is none
     */
    public RelayRouter(List<MailServer> relays) {
        route = CompletableFuture.completedFuture(new Routing.Found("relay", relays));
    }

    @Override
    public CompletionStage<Routing> route(Domain domain) {
        return route;
    }
}
