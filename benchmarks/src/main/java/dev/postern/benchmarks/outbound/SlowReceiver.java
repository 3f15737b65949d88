package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.process.ArrivalCount;
import dev.postern.benchmarks.process.Receiver;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A server that takes its time over each mail, as one does that scans them, and throws them away. */
final class SlowReceiver implements MailSink, Receiver {
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");

    private final ArrivalCount arrivals = new ArrivalCount();
    private final Duration pause;
    private final SmtpServer server;

    /** @param pause before the reply to each mail */
    SlowReceiver(Duration pause) throws IOException {
        this.pause = pause;
        this.server = SmtpServer.builder(this)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.postern.example")
                .stopGrace(Duration.ofMillis(100))
                .start();
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public ArrivalCount arrivals() {
        return arrivals;
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        message.close();
        return new CompletableFuture<Reply>()
                .completeOnTimeout(TAKEN, pause.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((reply, failure) -> arrivals.add(1));
    }

    @Override
    public void close() {
        server.close();
    }
}
