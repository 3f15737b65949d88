package dev.postern.smtp.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener for SMTP (RFC 5321) or LMTP (RFC 2033) on one port or Unix domain socket, which hands each mail to a {@link MailSink}. */
public final class SmtpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpServer.class);

    private final EventLoopGroup eventLoops;
    private final Connections connections;
    private final Traffic traffic;
    private final Channel listener;
    private final Duration stopGrace;
    private final @Nullable CertificateWatch certificates;
    private final Runnable stopped;
    private final @Nullable ServerAuth auth;

    SmtpServer(
            EventLoopGroup eventLoops,
            Connections connections,
            Traffic traffic,
            Channel listener,
            Duration stopGrace,
            @Nullable CertificateWatch certificates,
            Runnable stopped,
            @Nullable ServerAuth auth) {
        this.auth = auth;
        this.eventLoops = eventLoops;
        this.connections = connections;
        this.traffic = traffic;
        this.listener = listener;
        this.stopGrace = stopGrace;
        this.certificates = certificates;
        this.stopped = stopped;
    }

    /** Starts the description of a server whose mail goes to this sink. */
    public static SmtpServerBuilder builder(MailSink sink) {
        return new SmtpServerBuilder(sink);
    }

    /**
     * The address that the server listens on, with the port that was given where 0 was asked for.
     *
     * @throws IllegalStateException if it listens on a Unix domain socket
     */
    public InetSocketAddress address() {
        if (listener.localAddress() instanceof InetSocketAddress address) {
            return address;
        }
        throw new IllegalStateException("the listener on " + listener.localAddress() + " has no port");
    }

    /** Where the server listens, for logs: address and port, or the path of the socket. */
    public String place() {
        return String.valueOf(listener.localAddress());
    }

    /** The port that the server listens on. */
    public int port() {
        return address().getPort();
    }

    /** The connections that are open now. */
    public int connections() {
        return connections.count();
    }

    /** What has come since it opened. */
    public Traffic traffic() {
        return traffic;
    }

    /** Whether it listens. */
    public boolean isOpen() {
        return listener.isOpen();
    }

    /**
     * Frees the port or removes the socket, ends idle sessions with 421, lets content and open replies come to their end within the grace, and
     * closes what is left. More calls do nothing.
     */
    @Override
    public void close() {
        if (eventLoops.isShuttingDown()) {
            return;
        }
        listener.close().syncUninterruptibly();
        if (certificates != null) {
            certificates.close();
        }
        connections.stop(connection ->
                connection.executor().execute(() -> ((SessionHandler) connection.handler()).stop(connection)));
        try {
            connections.awaitNone(stopGrace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.stop(ChannelHandlerContext::close);
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        stopped.run();
        if (auth != null) {
            auth.close();
        }
        LOG.info("Listener stopped");
    }
}
