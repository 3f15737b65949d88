package dev.postern.smtp.server;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A sink that answers 451 when its destination has not begun to commit by a deadline.
 *
 * <p>The message stays with the destination also after the deadline: it closes the message when it is done with it.
 */
public final class DeadlineSink implements MailSink {
    private static final Reply EXPIRED =
            Reply.of(451, "4.3.2", "Not stored before the deadline; the mail stays with you, try again later");

    private final Destination destination;
    private final long deadlineMillis;
    private final ScheduledExecutorService clock;

    /**
     * @param deadline below the client's 10 minutes for the reply to the final dot (RFC 5321 §4.5.3.2.6)
     * @param clock runs what the deadline triggers; that never blocks
     */
    public DeadlineSink(Destination destination, Duration deadline, ScheduledExecutorService clock) {
        this.destination = destination;
        this.deadlineMillis = deadline.toMillis();
        this.clock = clock;
    }

    /** Makes a mail durable, asking the decision before it commits. */
    @FunctionalInterface
    public interface Destination {
        /** As {@link MailSink#accept}; commits only if {@link Decision#commit()} says true. */
        CompletionStage<Reply> accept(Envelope envelope, Message message, Decision decision);

        /** As {@link MailSink#honours}. */
        default Honours honours() {
            return Honours.NONE;
        }
    }

    @Override
    public Honours honours() {
        return destination.honours();
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        Decision decision = new Decision();
        CompletionStage<Reply> outcome = destination.accept(envelope, message, decision);
        CompletableFuture<Reply> known = outcome.toCompletableFuture();
        if (known.isDone()) {
            return known;
        }
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        Future<?> alarm = clock.schedule(
                () -> {
                    if (decision.expire()) {
                        answer.complete(EXPIRED);
                    }
                },
                deadlineMillis,
                TimeUnit.MILLISECONDS);
        outcome.whenComplete((reply, failure) -> {
            alarm.cancel(false);
            if (failure == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }
}
