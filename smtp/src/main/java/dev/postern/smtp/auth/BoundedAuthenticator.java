package dev.postern.smtp.auth;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Code that is not ours, as an authenticator that always answers: an exception, null, and silence until a deadline are no answer. */
public final class BoundedAuthenticator implements Authenticator {
    private final Authenticator asked;
    private final Set<Kind> kinds;
    private final Duration deadline;

    /**
     * @param asked is not closed with this one
     * @param deadline of one answer; then it is unavailable
     */
    public BoundedAuthenticator(Authenticator asked, Duration deadline) {
        this.asked = asked;
        this.deadline = deadline;
        kinds = Set.copyOf(asked.kinds());
    }

    @Override
    public Set<Kind> kinds() {
        return kinds;
    }

    @Override
    public CompletionStage<AuthResult> authenticate(Credentials credentials) {
        return bounded(() -> asked.authenticate(credentials), AuthResult.Unavailable::new);
    }

    @Override
    public CompletionStage<ScramLookup> scramVerifier(String user) {
        return bounded(() -> asked.scramVerifier(user), ScramLookup.Unavailable::new);
    }

    private <R> CompletionStage<R> bounded(Supplier<CompletionStage<R>> question, Function<String, R> unavailable) {
        try {
            return question.get()
                    .handle((answer, failure) -> answer == null ? unavailable.apply("no answer: " + failure) : answer)
                    .toCompletableFuture()
                    .completeOnTimeout(
                            unavailable.apply("no answer in " + deadline.toSeconds() + " s"),
                            deadline.toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (RuntimeException | LinkageError e) { // of own code, or of a class that it misses
            return CompletableFuture.completedFuture(unavailable.apply(e.toString()));
        }
    }
}
