package dev.postern.smtp.server;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a whole mail from its last octet to the sink: the checks judge its content, one after the other, each as those before have
 * changed it.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final MailSink sink;
    private final boolean forEach;
    private volatile List<Reply> replies = List.of();
    private volatile Envelope envelope;
    private volatile Message message;

    /**
     * @param forEach whether the client is told for each recipient what became of the mail
     * @param message which is closed on the way, unless the sink takes it over
     */
    Handover(MailSink sink, boolean forEach, Envelope envelope, Message message) {
        this.sink = sink;
        this.forEach = forEach;
        this.envelope = envelope;
        this.message = message;
    }

    /** The envelope with what has become known on the way. */
    Envelope envelope() {
        return envelope;
    }

    /** What the sink says for each recipient, in the envelope's order; empty where all are told the same. */
    List<Reply> replies() {
        return replies;
    }

    /**
     * The reply to the content, or where the sink has several the first that refuses. A stage that fails has closed the message.
     *
     * @param eventLoop where the sink is called
     */
    CompletionStage<Reply> begin(SessionChecks checks, Executor eventLoop) {
        CompletionStage<Verdict> verdict = checks.ask(this::judge);
        if (SessionChecks.isKnown(verdict)) {
            return passOn(verdict.toCompletableFuture().join());
        }
        return verdict.whenComplete((judged, failure) -> {
                    if (failure != null) {
                        giveUp();
                    }
                })
                .thenComposeAsync(this::passOn, eventLoop);
    }

    /** Closes the message. */
    void giveUp() {
        message.close();
    }

    private CompletionStage<Verdict> judge(Check check) {
        CompletionStage<Verdict> verdict = check.content(envelope, message);
        if (SessionChecks.isKnown(verdict)) {
            change(verdict.toCompletableFuture().join());
            return verdict;
        }
        return verdict.thenApply(this::change);
    }

    private Verdict change(Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            message = accepted.changes().applyTo(message);
            if (accepted.origin() != null) {
                envelope = envelope.toBuilder().origin(accepted.origin()).build();
            }
        }
        return verdict;
    }

    private Reply first(List<Reply> answers) {
        if (answers.size() > 1) {
            replies = List.copyOf(answers);
        }
        return answers.stream()
                .filter(answer -> !answer.isPositive())
                .findFirst()
                .orElseGet(() -> answers.get(0));
    }

    private CompletionStage<Reply> passOn(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            giveUp();
            return CompletableFuture.completedFuture(refused.reply());
        }
        if (verdict instanceof Verdict.Discarded discarded) {
            giveUp();
            LOG.warn("{} is thrown away, for {} says so", envelope, discarded.judge());
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted as " + envelope.id()));
        }
        if (verdict instanceof Verdict.Accepted accepted && !accepted.scans().isEmpty()) {
            envelope = envelope.toBuilder().scans(accepted.scans()).build();
        }
        try {
            return forEach
                    ? sink.acceptForEach(envelope, message).thenApply(this::first)
                    : sink.accept(envelope, message);
        } catch (RuntimeException e) { // a sink's bug must not keep what the message holds
            giveUp();
            throw e;
        }
    }
}
