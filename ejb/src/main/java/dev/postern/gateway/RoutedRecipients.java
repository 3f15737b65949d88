package dev.postern.gateway;

import dev.postern.gateway.route.RoutingTable;
import dev.postern.gateway.route.Target;
import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.RecipientVerifier;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells the listener at RCPT which recipients the routing table has. Before the gateway has started it lets all pass: the mail itself is answered then. */
public final class RoutedRecipients implements RecipientVerifier {
    /** As the listener makes it. */
    public RoutedRecipients() {}

    @Override
    public CompletionStage<Answer> verify(Client client, Address recipient) {
        MailRouter router = CurrentRouter.get();
        return CompletableFuture.completedFuture(
                router == null ? Answer.KNOWN : answer(router.table().deliveries(recipient)));
    }

    private static Answer answer(Set<RoutingTable.Delivery> deliveries) {
        for (RoutingTable.Delivery delivery : deliveries) {
            if (delivery.target() instanceof Target.Reject reject) {
                return new Answer(reject.code(), reject.enhancedCode(), reject.text());
            }
        }
        return deliveries.isEmpty() ? Answer.UNKNOWN : Answer.KNOWN;
    }
}
