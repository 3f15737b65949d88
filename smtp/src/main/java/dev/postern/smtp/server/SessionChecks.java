package dev.postern.smtp.server;

import dev.postern.mail.ScanResult;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The checks of one connection, asked in their order until one refuses. */
final class SessionChecks {
    private final List<Check> checks;
    private final Executor eventLoop;
    private boolean ended;

    /** @param eventLoop where each check is asked, whichever thread the one before has answered on */
    SessionChecks(List<Check> shared, Executor eventLoop) {
        this.eventLoop = eventLoop;
        List<Check> own = new ArrayList<>(shared.size());
        shared.forEach(check -> own.add(check.forSession()));
        checks = own;
    }

    /** The first refusal, else an acceptance with all that scanners have said. */
    CompletionStage<Verdict> ask(Function<Check, CompletionStage<Verdict>> question) {
        return ask(question, 0, List.of());
    }

    /** The mail that was begun has come to its end. */
    void mailEnded() {
        checks.forEach(Check::mailEnded);
    }

    /** The connection has come to its end; more calls do nothing. */
    void sessionEnded() {
        if (!ended) {
            ended = true;
            checks.forEach(Check::sessionEnded);
        }
    }

    private CompletionStage<Verdict> ask(
            Function<Check, CompletionStage<Verdict>> question, int first, List<ScanResult> before) {
        List<ScanResult> scans = before;
        for (int i = first; i < checks.size(); i++) {
            CompletionStage<Verdict> answer = question.apply(checks.get(i));
            if (!isKnown(answer)) {
                int next = i + 1;
                List<ScanResult> said = scans;
                return answer.thenComposeAsync(
                        verdict -> verdict instanceof Verdict.Accepted accepted
                                ? ask(question, next, joined(said, accepted.scans()))
                                : CompletableFuture.completedFuture(verdict),
                        eventLoop);
            }
            Verdict verdict = answer.toCompletableFuture().join();
            if (!(verdict instanceof Verdict.Accepted accepted)) {
                return answer;
            }
            scans = joined(scans, accepted.scans());
        }
        return CompletableFuture.completedFuture(scans.isEmpty() ? Verdict.ACCEPTED : new Verdict.Accepted(scans));
    }

    /** Whether a stage has its value already, so that nobody has to wait for it. */
    static boolean isKnown(CompletionStage<?> stage) {
        return stage instanceof CompletableFuture<?> future && future.isDone() && !future.isCompletedExceptionally();
    }

    private static List<ScanResult> joined(List<ScanResult> before, List<ScanResult> more) {
        if (more.isEmpty()) {
            return before;
        }
        List<ScanResult> all = new ArrayList<>(before);
        all.addAll(more);
        return all;
    }
}
