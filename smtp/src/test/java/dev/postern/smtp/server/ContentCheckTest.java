package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a check may do with content, and what it is told of mails and connections. */
@Timeout(60)
class ContentCheckTest {
    private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    private static final Verdict REFUSED = new Verdict.Refused(Reply.of(550, "5.7.1", "Not such content"));

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void whatScannersSaidIsOnTheEnvelope() throws IOException {
        ScanResult spam = new ScanResult("rspamd", Outcome.SPAM, 7.5, "BAYES");
        ScanResult clean = new ScanResult("clamav", Outcome.CLEAN, null, "");
        try (SmtpServer server = server(
                        contentCheck(new Verdict.Accepted(List.of(spam))),
                        slowCheck(new Verdict.Accepted(List.of(clean))),
                        contentCheck(Verdict.ACCEPTED));
                Conversation client = greeted(server)) {
            sendMail(client, "250");
            assertEquals(List.of(spam, clean), sink.mails().get(0).envelope().scans());
        }
    }

    @Test
    void eachCheckIsAskedOnTheEventLoop() throws IOException {
        List<String> threads = new CopyOnWriteArrayList<>();
        Check noting = new Check() {
            @Override
            public CompletionStage<Verdict> content(Envelope envelope, Message message) {
                threads.add(Thread.currentThread().getName());
                return CompletableFuture.completedFuture(Verdict.ACCEPTED);
            }
        };
        try (SmtpServer server = server(noting, slowCheck(Verdict.ACCEPTED), noting);
                Conversation client = greeted(server)) {
            sendMail(client, "250");
        }
        assertEquals(2, threads.size());
        assertEquals(threads.get(0), threads.get(1));
    }

    @Test
    void refusedContentDoesNotReachTheSink() throws IOException {
        try (SmtpServer server = server(slowCheck(Verdict.ACCEPTED), contentCheck(REFUSED));
                Conversation client = greeted(server)) {
            sendMail(client, "550 5.7.1");
            sendMail(client, "550 5.7.1");
            assertEquals(List.of(), sink.mails());
        }
    }

    @Test
    void aCheckThatFailsIsAnswered451() throws IOException {
        Check throwing = new Check() {
            @Override
            public CompletionStage<Verdict> content(Envelope envelope, Message message) {
                throw new IllegalStateException("a bug");
            }
        };
        Check failing = new Check() {
            @Override
            public CompletionStage<Verdict> content(Envelope envelope, Message message) {
                return CompletableFuture.supplyAsync(
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        LATER);
            }
        };
        for (Check check : List.of(throwing, failing)) {
            try (SmtpServer server = server(check);
                    Conversation client = greeted(server)) {
                sendMail(client, "451 4.3.0");
                client.say("NOOP", "250");
            }
        }
        assertEquals(List.of(), sink.mails());
    }

    @Test
    void eachConnectionHasItsOwnMemoryAndHearsOfEnds() throws IOException {
        try (SmtpServer server = server(new Remembering(0))) {
            try (Conversation client = greeted(server)) {
                sendMail(client, "250");
                client.say("MAIL FROM:<susan@example.org>", "250");
                client.say("RSET", "250");
                client.say("MAIL FROM:<refused@example.org>", "550");
                client.say("QUIT", "221");
            }
            assertEquals(
                    List.of("1 sender", "1 content", "1 mail ended", "1 sender", "1 mail ended", "1 sender"),
                    told.subList(0, 6));
        }
        assertEquals(List.of("1 mail ended", "1 session ended"), told.subList(6, told.size()));
    }

    @Test
    void theNameOfAScannerIsOneWord() {
        assertEquals("rspamd spam 15.2 A B", new ScanResult("rspamd", Outcome.SPAM, 15.2, "A B").toString());
        assertEquals("clamav clean", new ScanResult("clamav", Outcome.CLEAN, null, "").toString());
        for (String name : List.of("", "two words", "line\n", "é")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new ScanResult(name, Outcome.CLEAN, null, ""))
                    .getMessage()
                    .startsWith("not the name of a scanner"));
        }
    }

    private SmtpServer server(Check... checks) throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .checks(List.of(checks))
                .start();
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        client.say("EHLO client", "250");
        return client;
    }

    private static void sendMail(Conversation client, String reply) throws IOException {
        client.say("MAIL FROM:<susan@example.org>", "250");
        client.say("RCPT TO:<bob@example.net>", "250");
        client.say("DATA", "354");
        client.say("Subject: test\r\n\r\nHello\r\n.", reply);
    }

    private static Check contentCheck(Verdict verdict) {
        return new Check() {
            @Override
            public CompletionStage<Verdict> content(Envelope envelope, Message message) {
                return CompletableFuture.completedFuture(verdict);
            }
        };
    }

    private static Check slowCheck(Verdict verdict) {
        return new Check() {
            @Override
            public CompletionStage<Verdict> content(Envelope envelope, Message message) {
                return CompletableFuture.supplyAsync(() -> verdict, LATER);
            }
        };
    }

    /** Writes down what it is told, in the name of its connection. */
    private final class Remembering implements Check {
        private final int connection;

        private Remembering(int connection) {
            this.connection = connection;
        }

        @Override
        public Check forSession() {
            return new Remembering(connection + 1);
        }

        @Override
        public CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
            told.add(connection + " sender");
            boolean refused = reversePath != null && reversePath.localPart().equals("refused");
            return CompletableFuture.completedFuture(refused ? REFUSED : Verdict.ACCEPTED);
        }

        @Override
        public CompletionStage<Verdict> content(Envelope envelope, Message message) {
            told.add(connection + " content");
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }

        @Override
        public void mailEnded() {
            told.add(connection + " mail ended");
        }

        @Override
        public void sessionEnded() {
            told.add(connection + " session ended");
        }
    }
}
