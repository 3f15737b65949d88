package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import dev.postern.smtp.scan.ScanRules.OnFailure;
import dev.postern.smtp.scan.ScanRules.OnFinding;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a mail by the rules, and that nothing outlives its deadline. */
@Timeout(60)
class ScannedContentTest {
    private static final ScanRules QUICK =
            new ScanRules(Duration.ofMillis(200), OnFailure.ACCEPT, OnFinding.TAG, OnFinding.REFUSE);

    @Test
    void spamAndInfectionsHaveRulesOfTheirOwn() {
        assertEquals("554 5.7.1 Message is infected: A", Mails.judged(check(QUICK, Outcome.INFECTED), "x"));
        assertEquals("test spam A", Mails.judged(check(QUICK, Outcome.SPAM), "x"));
        ScanRules opposite = new ScanRules(Duration.ofSeconds(9), OnFailure.ACCEPT, OnFinding.REFUSE, OnFinding.TAG);
        assertEquals("test infected A", Mails.judged(check(opposite, Outcome.INFECTED), "x"));
        assertEquals("554 5.7.1 Message looks like spam", Mails.judged(check(opposite, Outcome.SPAM), "x"));
    }

    @Test
    void aBugOfAScannerIsAFailure() {
        ContentScanner broken = scanner((envelope, message) -> {
            throw new IllegalStateException("a bug");
        });
        assertEquals("test unscanned a bug", Mails.judged(new ScannedContent(broken, QUICK), "x"));
    }

    @Test
    void theMessageIsTakenBackAtTheDeadline() throws IOException {
        CompletableFuture<Finding> never = new CompletableFuture<>();
        CompletableFuture<InputStream> opened = new CompletableFuture<>();
        CompletableFuture<Message> lent = new CompletableFuture<>();
        ContentScanner silent = scanner((envelope, message) -> {
            lent.complete(message);
            try {
                opened.complete(message.open());
            } catch (IOException e) {
                opened.completeExceptionally(e);
            }
            return never;
        });
        Message message = Mails.message("x");
        assertEquals(
                "test unscanned no finding within 200 ms", Mails.judged(new ScannedContent(silent, QUICK), message));
        assertTrue(never.isCancelled());
        assertThrows(IOException.class, () -> opened.join().read());
        assertThrows(IOException.class, () -> opened.join().read(new byte[1]));
        assertThrows(IOException.class, () -> lent.join().open());
        assertEquals('F', message.open().read());
    }

    @Test
    void tooManyScansFailAtOnceAndCancelledOnesLeaveTheQueue() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        try (ScanWorkers workers = new ScanWorkers(1, 1)) {
            CompletableFuture<Finding> running = workers.submit(task -> {
                await(release);
                return Finding.clean("test");
            });
            CompletableFuture<Finding> queued = workers.submit(task -> Finding.clean("test"));
            ContentScanner third = scanner((envelope, message) -> workers.submit(task -> Finding.clean("test")));
            ScannedContent check = new ScannedContent(third, QUICK);
            assertEquals("test unscanned too many mails wait to be scanned", Mails.judged(check, "x"));
            queued.cancel(true);
            assertEquals("test unscanned no finding within 200 ms", Mails.judged(check, "x"));
            CompletableFuture<Finding> last = workers.submit(task -> Finding.clean("last"));
            assertFalse(last.isDone());
            release.countDown();
            assertEquals("test", running.join().result().scanner());
            assertEquals("last", last.join().result().scanner());
        }
    }

    @Test
    void stoppingEndsAllScans() {
        ScanWorkers workers = new ScanWorkers(1, 1);
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Finding> scan = workers.submit(task -> {
            task.closesAtEnd(() -> closed.complete(true));
            open.countDown();
            closed.join();
            return Finding.clean("test");
        });
        await(open);
        workers.close();
        assertTrue(scan.isCancelled());
        assertTrue(closed.join());
        assertTrue(workers.submit(task -> Finding.clean("test")).isCompletedExceptionally());
    }

    @Test
    void addressesAreReadStrictly() {
        for (String good : List.of("localhost:783", "127.0.0.1:1", "[::1]:65535", "unix:/run/clamd.sock")) {
            assertEquals(good, ScannerAddress.parse(good).toString());
        }
        for (String bad : List.of(
                "",
                "host",
                "host:",
                ":1",
                "host:0",
                "host:65536",
                "host:+1",
                "::1:1",
                "[host]:1",
                "a b:1",
                "unix:",
                "unix:relative",
                "unix:/\0",
                "http://host:1")) {
            assertThrows(IllegalArgumentException.class, () -> ScannerAddress.parse(bad), bad);
        }
        assertEquals(
                "http://localhost:11333", Rspamd.url("http://localhost:11333").toString());
        for (String bad : List.of(
                "", "localhost:11333", "ftp://host", "http://", "http://user@host", "http://host/x", "http://a b")) {
            assertThrows(IllegalArgumentException.class, () -> Rspamd.url(bad), bad);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new ScanRules(Duration.ZERO, OnFailure.ACCEPT, OnFinding.TAG, OnFinding.TAG));
    }

    private interface Scan {
        CompletionStage<Finding> of(Envelope envelope, Message message);
    }

    private static ScannedContent check(ScanRules rules, Outcome outcome) {
        Finding finding = new Finding(new ScanResult("test", outcome, null, "A"), Finding.Advice.REFUSE);
        return new ScannedContent(scanner((envelope, message) -> CompletableFuture.completedFuture(finding)), rules);
    }

    private static ContentScanner scanner(Scan scan) {
        return new ContentScanner() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public CompletionStage<Finding> scan(Envelope envelope, Message message) {
                return scan.of(envelope, message);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
