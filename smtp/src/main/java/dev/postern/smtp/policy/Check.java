package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One rule about who may send what to whom. A server asks its checks in their order; the first refusal wins.
 *
 * <p>Methods are called on an event loop and must not block: a check that waits, for DNS say, returns a stage that completes later.
 * A stage that fails is answered with 451 4.3.0.
 */
public interface Check {
    /** Judges the sender at MAIL; a null reverse-path is {@code <>}. */
    default CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
        return CompletableFuture.completedFuture(Verdict.ACCEPTED);
    }

    /** Judges one recipient at RCPT; {@code <postmaster>} without a domain is not asked about (RFC 5321 §4.5.1). */
    default CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        return CompletableFuture.completedFuture(Verdict.ACCEPTED);
    }
}
