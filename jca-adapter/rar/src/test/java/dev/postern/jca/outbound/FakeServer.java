package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.postern.jca.MailConnectionFactory;
import dev.postern.mail.Envelope;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.SmtpServer;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What an application server would be to the adapter, with one pool, and a relay behind it. */
final class FakeServer implements ConnectionManager, ConnectionEventListener, AutoCloseable {
    private static final long serialVersionUID = 1L;

    final transient BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
    private final transient SmtpServer relay;
    private final transient Deque<ManagedConnection> pool = new ArrayDeque<>();
    private final transient PosternManagedConnectionFactory factory = new PosternManagedConnectionFactory();
    private final transient FakeAdapter adapter = new FakeAdapter();

    /** The connection that was handed out last. */
    transient PosternManagedConnection last;

    /** A mail as the relay got it. */
    record Mail(Envelope envelope, String content) {}

    FakeServer(Path journal, Function<Envelope, Reply> replies) throws IOException {
        relay = SmtpServer.builder((envelope, message) -> {
                    try (message) {
                        mails.add(new Mail(envelope, new String(message.toByteArray(), StandardCharsets.ISO_8859_1)));
                        return CompletableFuture.completedFuture(replies.apply(envelope));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("relay.example.net")
                .stopGrace(Duration.ofMillis(100))
                .start();
        factory.setResourceAdapter(adapter);
        factory.setRelay("127.0.0.1:" + relay.port());
        factory.setTls("none");
        factory.setHello("app.example.org");
        factory.setJournal(journal.toString());
        factory.setRetrySeconds("1");
    }

    PosternManagedConnectionFactory settings() {
        return factory;
    }

    MailConnectionFactory connections() {
        return (MailConnectionFactory) factory.createConnectionFactory(this);
    }

    /** The next mail of the relay, within half a minute. */
    Mail next() throws InterruptedException {
        Mail mail = mails.poll(30, TimeUnit.SECONDS);
        assertNotNull(mail, "no mail within 30 s");
        return mail;
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory from, ConnectionRequestInfo request)
            throws ResourceException {
        ManagedConnection found = from.matchManagedConnections(Set.copyOf(pool), null, request);
        if (found == null) {
            found = from.createManagedConnection(null, request);
            found.addConnectionEventListener(this);
        }
        pool.remove(found);
        last = (PosternManagedConnection) found;
        return found.getConnection(null, request);
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        try {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            connection.cleanup();
            pool.add(connection);
        } catch (ResourceException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {}

    /** How many connections wait to be used. */
    int pooled() {
        return pool.size();
    }

    /** Ends the adapter, as at its undeployment. */
    void undeploy() {
        Outlets.close(adapter);
        pool.clear();
    }

    @Override
    public void close() {
        undeploy();
        relay.close();
    }
}
