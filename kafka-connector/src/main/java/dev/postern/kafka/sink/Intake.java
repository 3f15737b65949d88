package dev.postern.kafka.sink;

import dev.postern.kafka.idempotency.Claim;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * How a mail comes in.
 *
 * @param claim claims it for its record; gives the claim of the record that was before it, where there is one: then it is not sent
 */
record Intake(Supplier<CompletableFuture<Optional<Claim>>> claim) {
    /** Of a mail that nothing names, or that came in before, and waited. */
    static final Intake FREE = new Intake(() -> CompletableFuture.completedFuture(Optional.empty()));
}
