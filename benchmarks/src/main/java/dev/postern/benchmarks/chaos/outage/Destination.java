package dev.postern.benchmarks.chaos.outage;

import dev.postern.benchmarks.process.ArrivalCount;
import dev.postern.benchmarks.process.Receiver;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The server of a domain, as long as it is up: takes all mail and counts it. */
final class Destination implements MailSink, Receiver {
    private static final CompletionStage<Reply> TAKEN =
            CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));

    private final ArrivalCount arrivals = new ArrivalCount();
    private final SmtpServer server;

    Destination(InetSocketAddress address) throws IOException {
        this.server = SmtpServer.builder(this)
                .listen(address)
                .hostname("mx.receiver.example")
                .stopGrace(Duration.ofMillis(100))
                .start();
    }

    @Override
    public int port() {
        return server.port();
    }

    /** How many clients are connected now. */
    int connections() {
        return server.connections();
    }

    @Override
    public ArrivalCount arrivals() {
        return arrivals;
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        message.close();
        arrivals.add(1);
        return TAKEN;
    }

    @Override
    public void close() {
        server.close();
    }
}
