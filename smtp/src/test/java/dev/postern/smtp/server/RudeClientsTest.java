package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Limits;
import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for more than there is: each gets its answer, and leaves nothing behind. */
@Timeout(120)
class RudeClientsTest {
    private static final String ENVELOPE = "EHLO client\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n";
    private static final int FLOOD = 50;

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();
    private Spool spool;
    private SmtpServer server;
    private Resources before;

    @BeforeEach
    void start() throws IOException {
        spool = Spool.in(directory);
        serve(sink, Limits.DEFAULT.withMessageSize(1 << 20));
    }

    private void serve(MailSink target, Limits limits) throws IOException {
        if (server != null) {
            server.close();
        }
        server = SmtpServer.builder(target)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .limits(limits)
                .spool(spool)
                .start();
        before = Resources.of(server, spool);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        try {
            before.awaitReturned();
        } finally {
            server.close();
        }
    }

    private Conversation greeted() throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        return client;
    }

    private Conversation inContent() throws IOException {
        Conversation client = greeted();
        client.send(ENVELOPE);
        client.expect("250");
        client.expect("250");
        client.expect("250");
        client.say("DATA", "354");
        return client;
    }

    @Test
    void aLineWithoutEnd() throws IOException {
        try (Conversation client = greeted()) {
            CompletableFuture<Void> sent = sending(client, "x".repeat(8 << 20));
            client.expect("500 5.5.6");
            client.expectEnd();
            sent.exceptionally(closed -> null).join();
        }
    }

    @Test
    void aHeaderWithoutEnd() throws IOException {
        try (Conversation client = inContent()) {
            client.send(("X-Endless: " + "and more ".repeat(20) + "\r\n").repeat(20_000));
            client.say(".", "552 5.3.4");
            assertEquals(0, spool.used());
            client.say("QUIT", "221");
        }
        assertTrue(sink.mails().isEmpty());
    }

    @Test
    void twiceTheRecipients() throws IOException {
        int batch = 100;
        int most = Limits.DEFAULT.recipients();
        try (Conversation client = greeted()) {
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<a@example.org>", "250");
            for (int sent = 0; sent < 2 * most; sent += batch) {
                client.send("RCPT TO:<b@example.org>\r\n".repeat(batch));
                for (int i = 0; i < batch; i++) {
                    client.expect(sent < most ? "250 2.1.5" : "452 4.5.3");
                }
            }
            client.say("RSET", "250");
        }
    }

    @Test
    void aChunkLargerThanANumberHolds() throws IOException {
        try (Conversation client = greeted()) {
            client.send(ENVELOPE);
            client.expect("250");
            client.expect("250");
            client.expect("250");
            CompletableFuture<Void> sent = sending(client, "BDAT 9223372036854775808\r\n" + "x".repeat(4 << 20));
            client.expect("501 5.5.4");
            client.expectEnd();
            sent.exceptionally(closed -> null).join();
        }
    }

    @Test
    void aChunkLargerThanAnyDisk() throws IOException {
        try (Conversation client = greeted()) {
            client.send(ENVELOPE + "BDAT 999999999999999999 LAST\r\n" + "x".repeat(8 << 20));
            client.expect("250");
            client.expect("250");
            client.expect("250");
        }
        assertTrue(sink.mails().isEmpty());
    }

    @Test
    void halfClosedConnections() throws IOException {
        try (Conversation idle = greeted();
                Conversation inLine = greeted();
                Conversation inContent = inContent();
                Conversation complete = inContent()) {
            idle.socket().shutdownOutput();
            idle.expectEnd();
            inLine.send("NOO").socket().shutdownOutput();
            inLine.expectEnd();
            inContent.send("x".repeat(300_000)).socket().shutdownOutput();
            inContent.expectEnd();
            complete.send("Hello\r\n.\r\n").socket().shutdownOutput();
            complete.expect("250 2.0.0");
            complete.expectEnd();
        }
        assertEquals(1, sink.mails().size());
    }

    @Test
    void aHalfClosedConnectionGetsTheReplyThatComesLater() throws Exception {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        CountDownLatch arrived = new CountDownLatch(1);
        serve(
                (envelope, message) -> {
                    message.close();
                    arrived.countDown();
                    return answer;
                },
                Limits.DEFAULT);
        try (Conversation client = inContent()) {
            client.send("Hello\r\n.\r\n").socket().shutdownOutput();
            arrived.await();
            answer.complete(Reply.of(250, "2.0.0", "stored"));
            client.expect("250 2.0.0 stored");
            client.expectEnd();
        }
    }

    @Test
    void aFloodOverTheLimit() throws IOException {
        int limit = 10;
        serve(sink, Limits.DEFAULT.withConnections(limit));
        List<Conversation> open = new ArrayList<>();
        try {
            for (int i = 0; i < FLOOD; i++) {
                Conversation client = new Conversation(server.port());
                open.add(client);
                client.expect(i < limit ? "220" : "421 4.3.2");
                if (i >= limit) {
                    client.expectEnd();
                }
            }
            assertEquals(limit, server.connections());
        } finally {
            for (Conversation client : open) {
                client.close();
            }
        }
    }

    @Test
    void contentThatBreaksOff() throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            Conversation client = inContent();
            client.send("x".repeat(300_000)); // more than stays in memory
            if (i % 2 == 0) {
                client.socket().setSoLinger(true, 0); // a reset
            }
            client.close();
        }
        assertTrue(sink.mails().isEmpty());
    }

    @Test
    void theLastErrorOfManyIsHeard() throws IOException {
        try (Conversation client = greeted()) {
            CompletableFuture<Void> sent = sending(client, "FOO\r\n".repeat(1 << 20));
            String last = "";
            for (String reply = client.reply(); !reply.isEmpty(); reply = client.reply()) {
                last = reply;
            }
            assertTrue(last.startsWith("421 4.7.0"), last);
            sent.exceptionally(closed -> null).join();
        }
    }

    private static CompletableFuture<Void> sending(Conversation client, String octets) {
        return CompletableFuture.runAsync(() -> {
            try {
                client.send(octets);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
