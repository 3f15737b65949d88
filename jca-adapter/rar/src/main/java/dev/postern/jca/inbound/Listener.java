package dev.postern.jca.inbound;

import dev.postern.smtp.server.DeadlineSink;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.settings.Listeners;
import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** The open ports whose mail goes to one bean. */
final class Listener implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration LOGIN_DEADLINE = Duration.ofSeconds(30);
    private static final int MOST_LOGINS = 20;

    private final Listeners servers;
    private final Dispatcher dispatcher;

    private Listener(Listeners servers, Dispatcher dispatcher) {
        this.servers = servers;
        this.dispatcher = dispatcher;
    }

    /** @throws IOException if the port can't be had, a file can't be read or a class can't be used; the message names it */
    static Listener open(
            ListenerConfiguration configuration,
            Endpoint endpoint,
            WorkManager workers,
            ScheduledExecutorService deadlines)
            throws IOException {
        boolean callers = configuration.listeners().usersAreTheServers();
        Dispatcher dispatcher = new Dispatcher(workers, endpoint, configuration.deliveries(), callers);
        MailSink sink = new DeadlineSink(dispatcher, configuration.replyDeadline(), deadlines);
        return new Listener(
                configuration.listen(
                        sink,
                        STOP_GRACE,
                        Endpoint.code(endpoint.factory()),
                        () -> new RealmAuthenticator(workers, deadlines, LOGIN_DEADLINE, MOST_LOGINS)),
                dispatcher);
    }

    /** Where they are. */
    @Override
    public String toString() {
        return servers.toString();
    }

    /** Refuses what waits, lets what is with the bean come to its end within 10 seconds, and frees the ports. */
    @Override
    public void close() {
        dispatcher.stop();
        servers.close();
    }
}
