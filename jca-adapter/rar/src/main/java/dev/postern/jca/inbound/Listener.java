package dev.postern.jca.inbound;

import dev.postern.smtp.server.DeadlineSink;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** An open port whose mail goes to one bean. */
final class Listener implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final SmtpServer server;
    private final Dispatcher dispatcher;

    private Listener(SmtpServer server, Dispatcher dispatcher) {
        this.server = server;
        this.dispatcher = dispatcher;
    }

    /** @throws IOException if the port can't be had or a file can't be read; the message names it */
    static Listener open(
            ListenerConfiguration configuration,
            Endpoint endpoint,
            WorkManager workers,
            ScheduledExecutorService deadlines)
            throws IOException {
        Dispatcher dispatcher = new Dispatcher(workers, endpoint, configuration.deliveries());
        MailSink sink = new DeadlineSink(dispatcher, configuration.replyDeadline(), deadlines);
        return new Listener(configuration.listen(sink, STOP_GRACE), dispatcher);
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** Refuses what waits, lets what is with the bean come to its end within 10 seconds, and frees the port. */
    @Override
    public void close() {
        dispatcher.stop();
        server.close();
    }
}
