package dev.postern.smtp.milter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.milter.MilterSettings.OnFailure;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps the mail that its milters let pass. */
final class JudgedListener implements AutoCloseable {
    private final Milters milters = new Milters();
    private final List<Envelope> envelopes = new CopyOnWriteArrayList<>();
    private final List<String> contents = new CopyOnWriteArrayList<>();
    private final SmtpServer server;

    JudgedListener(Path spool, OnFailure failure, Duration step, String... addresses) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (String address : addresses) {
            checks.add(milters.check(new MilterSettings(
                    MilterAddress.parse(address), "mx.example.org", step, step.multipliedBy(3), failure)));
        }
        server = SmtpServer.builder(this::keep)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(spool))
                .checks(checks)
                .stopped(milters::close)
                .start();
    }

    /** The envelopes of what passed. */
    List<Envelope> envelopes() {
        return envelopes;
    }

    /** What passed, without our own Received, a character an octet. */
    List<String> contents() {
        return contents;
    }

    /** A client that has said EHLO. */
    Conversation greeted() throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        client.say("EHLO client.example", "250");
        return client;
    }

    @Override
    public void close() {
        server.close();
    }

    private CompletionStage<Reply> keep(Envelope envelope, Message message) {
        try (message) {
            String content = new String(message.toByteArray(), StandardCharsets.ISO_8859_1);
            String[] parts = content.split("(?<=\r\n)(?![ \t])", 2);
            assertTrue(parts[0].startsWith("Received:"), content);
            contents.add(parts[1]);
            envelopes.add(envelope);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted"));
    }
}
