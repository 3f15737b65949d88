package dev.postern.kafka;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;

/** Our own server as the relay behind the sink; the replies are what the test wants. */
public final class FakeRelay implements AutoCloseable {
    private final SmtpServer server;
    private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();

    /** A mail as it arrived. */
    public record Mail(Envelope envelope, String content) {}

    public FakeRelay(Function<Envelope, Reply> replies) throws IOException {
        this((envelope, any) -> CompletableFuture.completedFuture(replies.apply(envelope)));
    }

    /** Decides about the reply to a mail. */
    @FunctionalInterface
    public interface Replies {
        CompletionStage<Reply> to(Envelope envelope, String content);
    }

    public FakeRelay(Replies replies) throws IOException {
        this(replies, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private FakeRelay(Replies replies, InetSocketAddress address) throws IOException {
        this.server = SmtpServer.builder((envelope, message) -> accept(envelope, message, replies))
                .listen(address)
                .hostname("relay.example.net")
                .limits(Limits.DEFAULT.withMessageSize(64 << 20))
                .stopGrace(Duration.ofMillis(100))
                .start();
    }

    /** A relay that takes everything. */
    public static FakeRelay taking() throws IOException {
        return new FakeRelay(envelope -> Reply.of(250, "2.0.0", "Taken"));
    }

    /** A server that takes everything, at this address. */
    public static FakeRelay takingAt(String address, int port) throws IOException {
        return new FakeRelay(
                (envelope, any) -> CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken")),
                new InetSocketAddress(address, port));
    }

    public int port() {
        return server.port();
    }

    /** The next mail, within a minute. */
    public Mail next() throws InterruptedException {
        Mail mail = mails.poll(60, TimeUnit.SECONDS);
        Assertions.assertNotNull(mail, "no mail within a minute");
        return mail;
    }

    public int waiting() {
        return mails.size();
    }

    private CompletionStage<Reply> accept(Envelope envelope, Message message, Replies replies) {
        try (message) {
            String content = new String(message.toByteArray(), StandardCharsets.ISO_8859_1);
            mails.add(new Mail(envelope, content));
            return replies.to(envelope, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
