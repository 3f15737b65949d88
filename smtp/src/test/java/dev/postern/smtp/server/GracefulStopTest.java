package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that stops while mail is on its way. */
@Timeout(120)
class GracefulStopTest {
    private static final int CLIENTS = 16;
    private static final int MAILS_BEFORE_THE_STOP = 200;

    @TempDir
    Path directory;

    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    private SmtpServerBuilder server(MailSink sink) {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory));
    }

    private static Reply accepted(String id) {
        return Reply.of(250, "2.0.0", "Accepted as " + id);
    }

    /** Sends mail after mail until the connection ends, which must be with 421 where nothing is open. */
    private void sendUntilTheEnd(int port) throws IOException {
        try (Conversation client = new Conversation(port)) {
            client.expect("220");
            client.say("EHLO client", "250");
            while (true) {
                for (String line : List.of("MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA")) {
                    if (!client.send(line + "\r\n").reply().matches("(250|354) .*")) {
                        return;
                    }
                }
                String reply = client.send("Hello\r\n.\r\n").reply();
                if (!reply.startsWith("250 ")) {
                    return;
                }
                acknowledged.add(reply.substring(reply.lastIndexOf(' ') + 1));
            }
        } catch (SocketException e) { // what was sent met a connection that had ended
            assertTrue(stored.size() >= MAILS_BEFORE_THE_STOP, e.toString());
        }
    }

    private void stopUnderTraffic(SmtpServer server, int mails) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                sending.add(clients.submit(() -> {
                    sendUntilTheEnd(server.port());
                    return null;
                }));
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> stored.size() >= mails);
            server.close();
            for (Future<?> client : sending) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void whatIsStoredIsAcknowledgedAndTheReverse() throws Exception {
        ExecutorService storage = Executors.newFixedThreadPool(2);
        try {
            SmtpServer server = server((envelope, message) -> CompletableFuture.supplyAsync(
                            () -> {
                                message.close();
                                stored.add(envelope.id().toString());
                                return accepted(envelope.id().toString());
                            },
                            storage))
                    .start();
            stopUnderTraffic(server, MAILS_BEFORE_THE_STOP);
            assertEquals(stored, acknowledged);
            assertEquals(0, server.connections());
        } finally {
            storage.shutdownNow();
        }
    }

    @Test
    void onlyWhatTheGraceCutsOffIsStoredAndNotAcknowledged() throws Exception {
        Set<String> held = ConcurrentHashMap.newKeySet();
        SmtpServer server = server((envelope, message) -> {
                    message.close();
                    String id = envelope.id().toString();
                    stored.add(id);
                    if (stored.size() <= MAILS_BEFORE_THE_STOP) {
                        return CompletableFuture.completedFuture(accepted(id));
                    }
                    held.add(id);
                    return new CompletableFuture<>(); // never
                })
                .stopGrace(Duration.ofMillis(300))
                .start();
        stopUnderTraffic(server, MAILS_BEFORE_THE_STOP + CLIENTS / 2);
        Set<String> unanswered = ConcurrentHashMap.newKeySet();
        unanswered.addAll(stored);
        unanswered.removeAll(acknowledged);
        assertEquals(held, unanswered);
        assertTrue(held.size() <= CLIENTS, "one a connection at most: " + held.size());
        assertTrue(stored.containsAll(acknowledged));
    }

    @Test
    void contentOnItsWayMayComeToItsEnd() throws Exception {
        SmtpServer server = server((envelope, message) -> {
                    message.close();
                    stored.add(envelope.id().toString());
                    return CompletableFuture.completedFuture(
                            accepted(envelope.id().toString()));
                })
                .start();
        try (Conversation idle = new Conversation(server.port());
                Conversation busy = new Conversation(server.port())) {
            idle.expect("220");
            busy.expect("220");
            busy.say("EHLO client", "250");
            busy.say("MAIL FROM:<a@example.org>", "250");
            busy.say("RCPT TO:<b@example.org>", "250");
            busy.say("DATA", "354");
            busy.send("the first half\r\n");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            idle.expect("421 4.3.2");
            idle.expectEnd();
            busy.say("the other half\r\n.", "250");
            busy.expect("421 4.3.2");
            busy.expectEnd();
            stopped.join();
            assertEquals(1, stored.size());
        }
    }
}
