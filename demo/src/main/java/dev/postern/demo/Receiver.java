package dev.postern.demo;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The SMTP server at the end of a mail's way: keeps each mail as a file, and tells of it. */
final class Receiver implements MailSink, AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofMillis(200);

    private final Path directory;
    private final Consumer<Arrival> onArrival;
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    /** For those who wait: once nobody does, it fills up and stays so. */
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(1_000);

    private final SmtpServer server;

    /**
     * A mail that is here.
     *
     * @param at when it was stored
     * @param file its content
     */
    record Arrival(Instant at, Envelope envelope, Path file) {
        /** The content, an octet a character. */
        String content() throws IOException {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Starts to listen on a free loopback port.
     *
     * @param directory for the mails; exists
     * @param onArrival is told of each mail that was stored
     */
    Receiver(Path directory, Consumer<Arrival> onArrival) throws IOException {
        this.directory = directory;
        this.onArrival = onArrival;
        this.server = SmtpServer.builder(this)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("receiver.example.net")
                .stopGrace(STOP_GRACE)
                .start();
    }

    /** The loopback port on which it takes mail. */
    int port() {
        return server.port();
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        return CompletableFuture.supplyAsync(() -> store(envelope, message), writer);
    }

    private Reply store(Envelope envelope, Message message) {
        Path file = directory.resolve(envelope.id() + ".eml");
        try (message;
                InputStream content = message.open()) {
            Files.copy(content, file);
        } catch (IOException e) {
            return Reply.of(452, "4.3.1", "Not stored: " + Printable.line(String.valueOf(e.getMessage())));
        }
        Arrival arrival = new Arrival(Instant.now(), envelope, file);
        arrivals.offer(arrival);
        onArrival.accept(arrival);
        return Reply.of(250, "2.0.0", "Stored as " + envelope.id());
    }

    /** The mail whose content holds this id, which the gateway wrote into its Received field; empty if it does not come in time. */
    Optional<Arrival> await(String mailId, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Arrival arrival = arrivals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (arrival == null || arrival.content().contains(mailId)) {
                return Optional.ofNullable(arrival);
            }
        }
    }

    @Override
    public void close() {
        server.close();
        writer.shutdown();
    }
}
