package dev.postern.benchmarks.chaos.sink;

import dev.postern.benchmarks.chaos.MailNumber;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Takes mail and counts how often each came; one in 20 it defers, one in 100 it refuses for good, and some it answers late. */
final class MoodyReceiver implements MailSink, AutoCloseable {
    private static final int MOST_HEADER = 1_024;
    private static final int DEFERRED_OF = 20;
    private static final int REFUSED_OF = 100;
    private static final int REFUSED = 7;
    private static final CompletionStage<Reply> TAKEN = reply(250, "2.0.0", "Taken");
    private static final CompletionStage<Reply> BUSY = reply(451, "4.3.2", "Busy");
    private static final CompletionStage<Reply> UNKNOWN = reply(550, "5.1.1", "No such user");

    private final AtomicIntegerArray taken;
    private final AtomicInteger notices = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final int mostHeld;
    private final Duration hold;
    private final Random random;
    private final SmtpServer server;

    /**
     * Starts it on a loopback port.
     *
     * @param mails how many there will be
     * @param mostHeld how many of them are answered late
     * @param hold how late
     * @param seed of its mood
     */
    MoodyReceiver(int mails, int mostHeld, Duration hold, long seed) throws IOException {
        this.taken = new AtomicIntegerArray(mails);
        this.mostHeld = mostHeld;
        this.hold = hold;
        this.random = new Random(seed);
        this.server = SmtpServer.builder(this)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.receiver.example")
                .stopGrace(Duration.ofMillis(100))
                .start();
    }

    private static CompletionStage<Reply> reply(int code, String status, String text) {
        return CompletableFuture.completedFuture(Reply.of(code, status, text));
    }

    int port() {
        return server.port();
    }

    /** Whether a mail of this number is refused for good. */
    static boolean isRefused(int number) {
        return number % REFUSED_OF == REFUSED;
    }

    /** How often it has taken the mail of this number. */
    int taken(int number) {
        return taken.get(number);
    }

    /** The notifications that it has taken. */
    int notices() {
        return notices.get();
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        try (message;
                InputStream content = message.open()) {
            String header = new String(content.readNBytes(MOST_HEADER), StandardCharsets.ISO_8859_1);
            if (envelope.reversePath() == null) {
                notices.incrementAndGet();
                return TAKEN;
            }
            int number = MailNumber.of(header).orElseThrow(() -> new IllegalStateException("a mail without number"));
            return answer(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<Reply> answer(int number) {
        if (isRefused(number)) {
            return UNKNOWN;
        }
        if (isBusy()) {
            return BUSY;
        }
        taken.incrementAndGet(number);
        if (held.getAndUpdate(before -> Math.min(mostHeld, before + 1)) < mostHeld) {
            return new CompletableFuture<Reply>()
                    .completeOnTimeout(Reply.of(250, "2.0.0", "Taken at last"), hold.toMillis(), TimeUnit.MILLISECONDS);
        }
        return TAKEN;
    }

    private synchronized boolean isBusy() {
        return random.nextInt(DEFERRED_OF) == 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
