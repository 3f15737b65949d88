package dev.postern.smtp.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.DsnParameters;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.dsn.Classifier;
import dev.postern.mail.dsn.DsnBuilder;
import dev.postern.mail.dsn.DsnSettings;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail from a journal to a server on loopback. */
@Timeout(120)
class JournalRunTest {
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");
    private static final Reply BUSY = Reply.of(451, "4.3.2", "Busy");
    private static final Reply UNKNOWN = Reply.of(550, "5.1.1", "No such user");
    private static final Address BOB = Address.parse("bob@example.net");
    private static final RetrySchedule SOON =
            new RetrySchedule(List.of(Duration.ofMillis(50)), Duration.ofDays(5), Duration.ZERO);

    @TempDir
    private Path directory;

    private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
    private SmtpServer server;
    private Deliverer deliverer;

    private record Mail(Envelope envelope, String content) {}

    private void start(Function<Envelope, Reply> replies) throws IOException {
        server = SmtpServer.builder((envelope, message) -> {
                    try (message) {
                        mails.add(new Mail(envelope, new String(message.toByteArray(), StandardCharsets.ISO_8859_1)));
                        return CompletableFuture.completedFuture(replies.apply(envelope));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("relay.example.net")
                .stopGrace(Duration.ofMillis(100))
                .start();
        SmtpClient client = SmtpClient.builder("127.0.0.1", server.port())
                .tls(TlsMode.NONE)
                .hello("gateway.example.org")
                .build();
        deliverer = new Deliverer(client, 2, 100);
    }

    @AfterEach
    void stop() {
        deliverer.close();
        server.close();
    }

    private JournalRun run(Journal journal, RetrySchedule schedule) {
        DsnBuilder notices = new DsnBuilder(
                DsnSettings.of(Domain.parse("gateway.example.org")).withDelayByDefault(false), Classifier.standard());
        return new JournalRun(journal, deliverer, schedule, new Notifier(journal, notices), 10);
    }

    private static void commit(Journal journal, String id, Envelope.Builder envelope) throws IOException {
        Batch batch = journal.begin();
        batch.add(
                envelope.reversePath(Address.parse("ann@example.org")).build(),
                Message.of(("Subject: " + id + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII)));
        batch.commit();
    }

    private static void commit(Journal journal, String id) throws IOException {
        commit(journal, id, Envelope.of(id).recipient(BOB));
    }

    private Mail next() throws InterruptedException {
        Mail mail = mails.poll(30, TimeUnit.SECONDS);
        assertNotNull(mail, "no mail within 30 s");
        return mail;
    }

    private void awaitEmptyQueue() {
        await().until(() -> {
            try (Stream<Path> left = Files.list(directory.resolve("queue"))) {
                return left.findAny().isEmpty();
            }
        });
    }

    @Test
    void whatIsCommittedIsSentOnceAndLeavesNothing() throws Exception {
        start(any -> TAKEN);
        try (Journal journal = Journal.open(directory)) {
            commit(journal, "before");
            try (JournalRun run = run(journal, SOON)) {
                assertNotNull(run);
                assertTrue(next().content().contains("\r\nSubject: before\r\n"));
                commit(journal, "meanwhile");
                assertTrue(next().content().contains("\r\nSubject: meanwhile\r\n"));
                awaitEmptyQueue();
            }
        }
        assertEquals(0, mails.size());
    }

    @Test
    @Rfc("5321#4.5.4")
    void aServerThatIsBusyIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        start(any -> asked.incrementAndGet() < 3 ? BUSY : TAKEN);
        try (Journal journal = Journal.open(directory);
                JournalRun run = run(journal, SOON)) {
            assertNotNull(run);
            commit(journal, "patient");
            for (int i = 0; i < 3; i++) {
                next();
            }
            awaitEmptyQueue();
        }
        assertEquals(3, asked.get());
    }

    @Test
    void whatWaitsGoesOnBehindARestartWithWhoIsOpen() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        start(any -> asked.incrementAndGet() == 1 ? BUSY : TAKEN);
        try (Journal journal = Journal.open(directory);
                JournalRun run = run(
                        journal,
                        new RetrySchedule(List.of(Duration.ofSeconds(1)), Duration.ofDays(5), Duration.ZERO))) {
            assertNotNull(run);
            commit(journal, "kept");
            next();
        }
        try (Journal again = Journal.open(directory);
                JournalRun run = run(again, SOON)) {
            assertNotNull(run);
            assertTrue(next().content().contains("\r\nSubject: kept\r\n"));
            awaitEmptyQueue();
        }
    }

    @Test
    @Rfc("5321#6.1b")
    void whoseMailFailsIsToldAndNobodyOfWhatFailsThen() throws Exception {
        start(any -> UNKNOWN);
        try (Journal journal = Journal.open(directory);
                JournalRun run = run(journal, SOON)) {
            assertNotNull(run);
            commit(journal, "wrong");
            next();
            Mail notice = next();
            assertNull(notice.envelope().reversePath());
            assertEquals("[ann@example.org]", notice.envelope().recipients().toString());
            assertTrue(
                    notice.content().contains("Action: failed")
                            && notice.content().contains("Final-Recipient: rfc822; bob@example.net"),
                    notice.content());
            awaitEmptyQueue();
        }
        assertEquals(0, mails.size());
    }

    @Test
    @Rfc("5321#4.5.4")
    void whatIsTooOldExpiresAndItsSenderIsTold() throws Exception {
        start(envelope -> envelope.reversePath() == null ? TAKEN : BUSY);
        try (Journal journal = Journal.open(directory);
                JournalRun run = run(
                        journal,
                        new RetrySchedule(
                                List.of(Duration.ofMillis(1), Duration.ofDays(2)),
                                Duration.ofDays(1),
                                Duration.ZERO))) {
            assertNotNull(run);
            commit(journal, "late");
            Mail last = next();
            while (last.envelope().reversePath() != null) {
                last = next();
            }
            assertTrue(last.content().contains("Action: failed"), last.content());
            assertTrue(last.content().contains("451 4.3.2 Busy"), last.content());
            awaitEmptyQueue();
        }
    }

    @Test
    @Rfc("3461#5.2.5")
    void whoAskedIsToldOfADelayOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        start(envelope -> envelope.reversePath() != null && asked.incrementAndGet() < 4 ? BUSY : TAKEN);
        try (Journal journal = Journal.open(directory);
                JournalRun run = run(
                        journal,
                        new RetrySchedule(List.of(Duration.ofMillis(50)), Duration.ofDays(5), Duration.ofNanos(1)))) {
            assertNotNull(run);
            commit(
                    journal,
                    "slow",
                    Envelope.of("slow")
                            .recipient(BOB)
                            .dsn(DsnParameters.request(null, null)
                                    .withRecipients(Map.of(BOB, DsnParameters.recipient("DELAY", null)))));
            int notices = 0;
            for (int i = 0; i < 5; i++) {
                Mail mail = next();
                if (mail.envelope().reversePath() == null) {
                    notices++;
                    assertTrue(mail.content().contains("Action: delayed"), mail.content());
                }
            }
            awaitEmptyQueue();
            assertEquals(1, notices);
        }
        assertEquals(0, mails.size());
    }
}
