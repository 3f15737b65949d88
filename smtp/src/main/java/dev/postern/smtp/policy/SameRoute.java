package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the recipients of one route only in each mail, so that one mail has one destination, and one reply is true for all of them.
 * A recipient of another route is put off; the client sends the mail again for the others (RFC 5321 §4.5.3.1.10).
 *
 * <p>Stands behind the checks that refuse recipients: the first that it is asked about decides the route.
 */
public final class SameRoute implements Check {
    private static final Reply ANOTHER_ROUTE =
            Reply.of(452, "4.5.3", "This recipient goes another way, send the mail for it apart");

    private final Function<Address, String> route;
    private @Nullable String first;

    /** @param route the name of the route that a recipient takes; called on an event loop, must not block */
    public SameRoute(Function<Address, String> route) {
        this.route = route;
    }

    @Override
    public Check forSession() {
        return new SameRoute(route);
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        String own = route.apply(recipient);
        if (first == null) {
            first = own;
        }
        return CompletableFuture.completedFuture(
                own.equals(first) ? Verdict.ACCEPTED : new Verdict.Refused(ANOTHER_ROUTE));
    }

    @Override
    public void mailEnded() {
        first = null;
    }
}
