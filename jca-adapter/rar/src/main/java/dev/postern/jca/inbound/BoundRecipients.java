package dev.postern.jca.inbound;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes mail only for recipients that there is a bean for: refuses others with 550 5.1.1, with 451 4.3.2 while their bean may still come. */
final class BoundRecipients implements Check {
    /** What a client is told whose mail has no bean at the moment. */
    static final Reply LATER =
            Reply.of(451, "4.3.2", "The application for this recipient is not here now, try again later");

    private static final CompletionStage<Verdict> KNOWN = CompletableFuture.completedFuture(Verdict.ACCEPTED);
    private static final CompletionStage<Verdict> AWAITED =
            CompletableFuture.completedFuture(new Verdict.Refused(LATER));
    private static final CompletionStage<Verdict> UNKNOWN =
            CompletableFuture.completedFuture(new Verdict.Refused(Reply.of(550, "5.1.1", "No such recipient here")));

    private final Bindings bindings;

    BoundRecipients(Bindings bindings) {
        this.bindings = bindings;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        Bindings.Owner owner = bindings.owner(recipient);
        return owner instanceof Bindings.Present ? KNOWN : owner == Bindings.Nobody.YET ? AWAITED : UNKNOWN;
    }
}
