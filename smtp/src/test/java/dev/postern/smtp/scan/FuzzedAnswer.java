package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import dev.postern.smtp.policy.Verdict;
import dev.postern.smtp.scan.ScanRules.OnFailure;
import dev.postern.smtp.scan.ScanRules.OnFinding;
import dev.postern.smtp.wire.RoundTrip;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What becomes of a mail by a hostile answer of its scanner. */
final class FuzzedAnswer {
    private FuzzedAnswer() {}

    /** How an answer is read. */
    interface Reading {
        /** @throws IOException if that is no answer */
        Finding read() throws IOException;
    }

    /**
     * Reads an answer, and does by it.
     *
     * @return what was found, or null where it is no answer
     * @throws AssertionError if it gets where it does not belong: into a line of its own, say, or a mail past its finding
     */
    static @Nullable Finding judge(String scanner, Reading reading) {
        Finding finding;
        try {
            finding = reading.read();
        } catch (IOException e) {
            CompletableFuture<Finding> failed = CompletableFuture.failedFuture(e);
            assertTrue(verdict(scanner, failed, OnFailure.TEMPFAIL, OnFinding.REFUSE) instanceof Verdict.Refused);
            assertEquals(
                    Outcome.UNSCANNED,
                    result(verdict(scanner, failed, OnFailure.ACCEPT, OnFinding.TAG))
                            .outcome());
            return null;
        }
        CompletableFuture<Finding> found = CompletableFuture.completedFuture(finding);
        ScanResult tagged = result(verdict(scanner, found, OnFailure.TEMPFAIL, OnFinding.TAG));
        assertEquals(finding.result().outcome(), tagged.outcome());
        Verdict verdict = verdict(scanner, found, OnFailure.ACCEPT, OnFinding.REFUSE);
        if (finding.advice() == Finding.Advice.TAKE) {
            result(verdict);
        } else {
            assertTrue(verdict instanceof Verdict.Refused);
        }
        return finding;
    }

    private static Verdict verdict(
            String scanner, CompletionStage<Finding> found, OnFailure failure, OnFinding onFinding) {
        ScanRules rules = new ScanRules(ScanRules.DEFAULT.deadline(), failure, onFinding, onFinding);
        ContentScanner answered = new ContentScanner() {
            @Override
            public String name() {
                return scanner;
            }

            @Override
            public CompletionStage<Finding> scan(Envelope envelope, Message message) {
                return found;
            }
        };
        Verdict verdict = new ScannedContent(answered, rules)
                .content(Mails.envelope(), Mails.message(Mails.HARMLESS))
                .toCompletableFuture()
                .join();
        if (verdict instanceof Verdict.Refused refused) {
            RoundTrip.check(refused.reply());
        }
        return verdict;
    }

    private static ScanResult result(Verdict verdict) {
        ScanResult result = ((Verdict.Accepted) verdict).scans().get(0);
        assertTrue(result.detail().length() <= ScannerText.MAX);
        assertTrue(result.toString().matches("[ -~]+"));
        Double score = result.score();
        assertTrue(score == null || Double.isFinite(score));
        return result;
    }
}
