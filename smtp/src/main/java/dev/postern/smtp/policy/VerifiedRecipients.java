package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.RecipientVerifier.Answer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mail only for recipients that a {@link RecipientVerifier} knows. Refuses others with 550 5.1.1, with 451 4.3.0 while that can't be
 * known.
 */
public final class VerifiedRecipients implements Check {
    private static final Logger LOG = LoggerFactory.getLogger(VerifiedRecipients.class);
    private static final Verdict UNDECIDED =
            new Verdict.Refused(Reply.of(451, "4.3.0", "The recipient can't be verified now, try again later"));

    private final RecipientVerifier verifier;
    private final Duration deadline;

    /** @param deadline of one answer; then it counts as undecided */
    public VerifiedRecipients(RecipientVerifier verifier, Duration deadline) {
        this.verifier = verifier;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        return verifier.verify(client, recipient)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        LOG.warn("A recipient can't be verified: {}", failure.toString());
                    }
                    return failure == null ? verdict(answer) : UNDECIDED;
                })
                .toCompletableFuture()
                .completeOnTimeout(UNDECIDED, deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Verdict verdict(Answer answer) {
        return switch (answer) {
            case KNOWN -> Verdict.ACCEPTED;
            case UNKNOWN -> RecipientPatterns.UNKNOWN;
            case UNDECIDED -> UNDECIDED;
        };
    }
}
