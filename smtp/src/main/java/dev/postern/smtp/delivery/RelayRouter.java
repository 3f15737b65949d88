package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.smtp.client.MailServer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends all mail to one relay of some, and to the next one where that can't be reached. */
public final class RelayRouter implements Router {
    private final String destination;
    private final WeightedServers relays;

    /**
     * A router to the only relays that there are.
     *
     * @param relays in the order in which to try them
     * @throws IllegalArgumentException if there is none
     */
    public RelayRouter(List<MailServer> relays) {
        this("relay", new WeightedServers(relays, List.of(), new Random()));
    }

    /**
     * A router beside others.
     *
     * @param destination what no other router has: mail for the same destination shares a transaction
     */
    public RelayRouter(String destination, WeightedServers relays) {
        this.destination = destination;
        this.relays = relays;
    }

    @Override
    public CompletionStage<Routing> route(@Nullable Address reversePath, Domain domain) {
        return CompletableFuture.completedFuture(new Routing.Found(destination, relays.drawn()));
    }
}
