package dev.postern.kafka.sink;

import dev.postern.kafka.idempotency.Claim;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * How a mail comes in.
 *
 * @param claim claims it for its record; gives the claim of the record that was before it, where there is one: then it is not sent
 * @param isTold whether there is an event that it came in
 */
record Intake(Supplier<CompletableFuture<Optional<Claim>>> claim, boolean isTold) {
    /** Of a mail that came in before, and waited. */
    static final Intake BEFORE = free(false);

    /** Of a mail that nothing names. */
    static Intake free(boolean isTold) {
        return new Intake(() -> CompletableFuture.completedFuture(Optional.empty()), isTold);
    }
}
