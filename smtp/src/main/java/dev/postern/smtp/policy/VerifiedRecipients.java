package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.RecipientVerifier;
import dev.postern.mail.RecipientVerifier.Answer;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mail only for recipients that a {@link RecipientVerifier} knows. Refuses others as it says, with 451 4.4.3 while that can't be
 * known: the verifier throws, fails, or is silent until the deadline. While it does not return, all sessions of that event loop wait.
 */
public final class VerifiedRecipients implements Check {
    private static final Logger LOG = LoggerFactory.getLogger(VerifiedRecipients.class);
    private static final Verdict UNDECIDED = verdict(Answer.UNDECIDED);

    private final RecipientVerifier verifier;
    private final Duration deadline;

    /** @param deadline of one answer; then it counts as undecided */
    public VerifiedRecipients(RecipientVerifier verifier, Duration deadline) {
        this.verifier = verifier;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        try {
            return verifier.verify(client, recipient)
                    .handle((answer, failure) -> answer == null ? undecided(failure) : verdict(answer))
                    .toCompletableFuture()
                    .completeOnTimeout(UNDECIDED, deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException | LinkageError e) { // of the application's code, or of a class that it misses
            return CompletableFuture.completedFuture(undecided(e));
        }
    }

    private static Verdict undecided(@Nullable Throwable failure) {
        LOG.warn("A recipient can't be verified: {}", failure == null ? "the answer is null" : failure.toString());
        return UNDECIDED;
    }

    private static Verdict verdict(Answer answer) {
        return answer.code() == 250
                ? Verdict.ACCEPTED
                : new Verdict.Refused(Reply.of(answer.code(), answer.enhancedCode(), answer.text()));
    }
}
