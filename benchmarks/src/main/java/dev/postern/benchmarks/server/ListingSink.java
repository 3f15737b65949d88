package dev.postern.benchmarks.server;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads each mail to its end, a few at a time, and writes the sender's local part and the octets to a list before it says 250. */
final class ListingSink implements MailSink, AutoCloseable {
    private static final int AT_A_TIME = 2;
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");

    private final ExecutorService readers = Executors.newFixedThreadPool(AT_A_TIME);
    private final AtomicLong count = new AtomicLong();
    private final BufferedWriter list;

    private ListingSink(BufferedWriter list) {
        this.list = list;
    }

    static ListingSink to(Path file) throws IOException {
        return new ListingSink(Files.newBufferedWriter(file));
    }

    /** The mails taken so far. */
    long count() {
        return count.get();
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        return CompletableFuture.supplyAsync(() -> take(envelope.reversePath(), message), readers);
    }

    private Reply take(@Nullable Address sender, Message message) {
        try (message;
                InputStream content = message.open()) {
            content.transferTo(OutputStream.nullOutputStream());
            synchronized (list) {
                list.write((sender == null ? "" : sender.localPart()) + ' ' + message.size() + '\n');
                list.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        count.incrementAndGet();
        return TAKEN;
    }

    @Override
    public void close() throws IOException {
        readers.shutdown();
        list.close();
    }
}
