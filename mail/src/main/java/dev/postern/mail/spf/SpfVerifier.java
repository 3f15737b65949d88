package dev.postern.mail.spf;

import dev.postern.mail.dns.Resolver;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks domains whether a client may send for them (RFC 7208).
 *
 * <p>No thread waits. Whatever strangers and DNS say, a check ends with an {@link SpfFinding} in its time; a stage that fails is a bug. What
 * depends on it may run on a thread of the resolver, or of the JDK's timer where the time is over, and must not block it.
 */
public final class SpfVerifier {
    private final Resolver resolver;
    private final SpfLimits limits;
    private final String receiver;
    private final Clock clock;

    /**
     * A verifier.
     *
     * @param receiver the name of this host, which explanations may hold
     * @param clock the time, which explanations may hold
     */
    public SpfVerifier(Resolver resolver, SpfLimits limits, String receiver, Clock clock) {
        this.resolver = resolver;
        this.limits = limits;
        this.receiver = receiver;
        this.clock = clock;
    }

    /** Judges. */
    public CompletionStage<SpfFinding> verify(SpfQuery query) {
        return new Check(query).start();
    }

    /** One check, of which is known at each time how far it came. */
    private final class Check {
        private final SpfQuery query;
        private final String domain;
        private final Questions questions;
        private final Evaluation evaluation;
        private final Explainer explainer;
        private volatile @Nullable Verdict decided;

        Check(SpfQuery query) {
            this.query = query;
            this.domain = query.domain();
            ClientAddress client = new ClientAddress(query.client());
            this.questions = new Questions(resolver, client);
            ReverseNames reverse = new ReverseNames(questions);
            MacroFiller filler = new MacroFiller(
                    new MacroValues(
                            query.localPart(),
                            domain,
                            domain,
                            client,
                            query.helo(),
                            "unknown",
                            receiver,
                            clock.instant()),
                    reverse);
            Budget budget = new Budget(limits);
            this.evaluation = new Evaluation(
                    questions, filler, new HostMatcher(questions, reverse, client, budget), client, budget);
            this.explainer = new Explainer(questions, filler);
        }

        CompletionStage<SpfFinding> start() {
            CompletableFuture<SpfFinding> finding =
                    evaluation.check(domain).thenCompose(this::explained).toCompletableFuture();
            return finding.thenApply(known -> known) // the one that a resolver completes is not ours to end
                    .orTimeout(limits.time().toNanos(), TimeUnit.NANOSECONDS)
                    .exceptionally(this::outOfTime);
        }

        private CompletionStage<SpfFinding> explained(Verdict verdict) {
            decided = verdict;
            return explainer.explain(verdict).thenApply(explanation -> finding(verdict, explanation.orElse(null)));
        }

        private SpfFinding outOfTime(Throwable failure) {
            questions.end();
            if (!(failure instanceof TimeoutException)) {
                throw new CompletionException(failure instanceof CompletionException ? failure.getCause() : failure);
            }
            Verdict known = decided;
            return finding(known != null ? known : Verdict.temporary(domain, "the check took too long"), null);
        }

        private SpfFinding finding(Verdict verdict, @Nullable String explanation) {
            return new SpfFinding(verdict.result(), query, domain, verdict.mechanism(), explanation, verdict.problem());
        }
    }
}
