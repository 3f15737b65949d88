package dev.postern.smtp.scan;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.RareOccasion;
import dev.postern.smtp.policy.Verdict;
import dev.postern.smtp.scan.ScanRules.OnFailure;
import dev.postern.smtp.scan.ScanRules.OnFinding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a scanner judge the content, and does by its rules with what was found, or was not. */
public final class ScannedContent implements Check {
    private static final Logger LOG = LoggerFactory.getLogger(ScannedContent.class);
    private static final Verdict SPAM = refused(554, "5.7.1", "Message looks like spam");
    private static final Verdict LATER = refused(451, "4.7.1", "Message is not taken yet, try again later");
    private static final Verdict UNSCANNED = refused(451, "4.7.1", "Message can't be scanned now, try again later");

    private final ContentScanner scanner;
    private final ScanRules rules;
    private final RareOccasion complaint = new RareOccasion(Duration.ofMinutes(1), System::nanoTime);

    public ScannedContent(ContentScanner scanner, ScanRules rules) {
        this.scanner = scanner;
        this.rules = rules;
    }

    @Override
    public CompletionStage<Verdict> content(Envelope envelope, Message message) {
        LentMessage lent = new LentMessage(message);
        CompletableFuture<Finding> scan;
        try {
            scan = scanner.scan(envelope, lent).toCompletableFuture();
        } catch (RuntimeException e) { // a scanner's bug is a failure like any other
            scan = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Finding> asked = scan;
        return asked.copy()
                .orTimeout(rules.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .handle((finding, failure) -> {
                    lent.close(); // before the verdict: the message may be closed after it
                    asked.cancel(true);
                    return failure == null ? judge(finding) : unscanned(envelope, failure);
                });
    }

    private Verdict judge(Finding finding) {
        ScanResult said = finding.result();
        ScanResult result =
                new ScanResult(said.scanner(), said.outcome(), said.score(), ScannerText.clean(said.detail()));
        boolean infected = result.outcome() == Outcome.INFECTED;
        OnFinding rule = infected ? rules.infected() : rules.spam();
        if (rule == OnFinding.TAG || finding.advice() == Finding.Advice.TAKE) {
            return new Verdict.Accepted(List.of(result));
        }
        if (finding.advice() == Finding.Advice.TRY_LATER) {
            return LATER;
        }
        return infected ? refused(554, "5.7.1", "Message is infected: " + result.detail()) : SPAM;
    }

    private Verdict unscanned(Envelope envelope, Throwable failure) {
        String reason = ScannerText.clean(reason(failure));
        if (complaint.isNow(scanner.name())) {
            LOG.warn("{} {} does not scan: {}", envelope.id(), scanner.name(), reason);
        }
        if (rules.failure() == OnFailure.TEMPFAIL) {
            return UNSCANNED;
        }
        return new Verdict.Accepted(List.of(new ScanResult(scanner.name(), Outcome.UNSCANNED, null, reason)));
    }

    private String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return "no finding within " + rules.deadline().toMillis() + " ms";
        }
        if (cause instanceof CancellationException) {
            return "the listener stops";
        }
        @Nullable String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }

    private static Verdict refused(int code, String enhanced, String text) {
        return new Verdict.Refused(Reply.of(code, enhanced, text));
    }
}
