package dev.postern.smtp.server;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.ClientRules;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.policy.LoginRequired;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.QualifiedDomains;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.wire.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener for SMTP (RFC 5321) or LMTP (RFC 2033) on one port or Unix domain socket, which hands each mail to a {@link MailSink}. */
public final class SmtpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpServer.class);

    private final EventLoopGroup eventLoops;
    private final Connections connections;
    private final Channel listener;
    private final Duration stopGrace;
    private final @Nullable CertificateWatch certificates;
    private final Runnable stopped;
    private final @Nullable ServerAuth auth;

    private SmtpServer(
            EventLoopGroup eventLoops,
            Connections connections,
            Channel listener,
            Duration stopGrace,
            @Nullable CertificateWatch certificates,
            Runnable stopped,
            @Nullable ServerAuth auth) {
        this.auth = auth;
        this.eventLoops = eventLoops;
        this.connections = connections;
        this.listener = listener;
        this.stopGrace = stopGrace;
        this.certificates = certificates;
        this.stopped = stopped;
    }

    /** Starts the description of a server whose mail goes to this sink. */
    public static Builder builder(MailSink sink) {
        return new Builder(sink);
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

    /** Describes a server; {@link #start()} makes it. */
    public static final class Builder {
        private final MailSink sink;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2525);
        private @Nullable UnixSocket socket;
        private ListenerMode mode = ListenerMode.MX;
        private boolean returnPath;
        private Trust trust = Trust.IN_USERS;
        private String hostname = "";
        private Limits limits = Limits.DEFAULT;
        private List<Check> checks = List.of();
        private ClientRules rules = ClientRules.NONE;
        private @Nullable Spool spool;
        private @Nullable ServerTls tls;
        private boolean requireTls;
        private boolean implicitTls;
        private Networks proxies = Networks.NONE;
        private Duration certificateInterval = Duration.ofSeconds(10);
        private @Nullable ServerAuth auth;
        private int eventLoops = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        private Duration stopGrace = Duration.ofSeconds(10);
        private Runnable stopped = () -> {};
        private Clock clock = Clock.systemUTC();

        private Builder(MailSink sink) {
            this.sink = sink;
        }

        /** Where to listen; by default the loopback address and port 2525. Port 0 takes any free one. */
        public Builder listen(InetSocketAddress value) {
            this.address = value;
            return this;
        }

        /**
         * Listens on a Unix domain socket of this path instead of a port; for LMTP, and on Linux. All users of this machine that can
         * reach the path may connect. The file is removed at the end, and one that a dead process has left behind at the start.
         */
        public Builder listen(Path value) {
            this.socket = new UnixSocket(value);
            return this;
        }

        /**
         * What the listener is for; by default {@link ListenerMode#MX}. {@link ListenerMode#SUBMISSION} needs {@link #auth}, and
         * {@link ListenerMode#SUBMISSIONS} a certificate too.
         */
        public Builder mode(ListenerMode value) {
            this.mode = value;
            return this;
        }

        /** Whose mail a listener for submission takes; by default that of who has logged in. */
        public Builder trust(Trust value) {
            this.trust = value;
            return this;
        }

        /**
         * Whether Return-Path is put before each message, in place of any that came with it (RFC 5321 §4.4): where the sink is the end
         * of a mail's way. By default it is not.
         */
        public Builder returnPath(boolean value) {
            this.returnPath = value;
            return this;
        }

        /** Our own name in the greeting and in Received; by default the name of this machine. */
        public Builder hostname(String value) {
            this.hostname = value;
            return this;
        }

        /** How much a client may ask for. */
        public Builder limits(Limits value) {
            this.limits = value;
            return this;
        }

        /** The rules for senders and recipients, asked in this order. */
        public Builder checks(List<Check> value) {
            this.checks = List.copyOf(value);
            return this;
        }

        /** What is held against clients outside of the checks; by default nothing. Its limits are a check besides, to be given there. */
        public Builder clientRules(ClientRules value) {
            this.rules = value;
            return this;
        }

        /** Where messages rest until their reply; by default 1 GiB in the directory for temporary files. */
        public Builder spool(Spool value) {
            this.spool = value;
            return this;
        }

        /** The certificates for TLS; without one it is not offered. */
        public Builder tls(@Nullable ServerTls value) {
            this.tls = value;
            return this;
        }

        /** Whether mail is refused in plaintext; needs a certificate. */
        public Builder requireTls(boolean value) {
            this.requireTls = value;
            return this;
        }

        /** Whether a connection begins in TLS, as on port 465 (RFC 8314 §3.3); needs a certificate, and then STARTTLS is not offered. */
        public Builder implicitTls(boolean value) {
            this.implicitTls = value;
            return this;
        }

        /** How often files of certificates are looked at; 10 seconds by default. */
        public Builder certificateInterval(Duration value) {
            this.certificateInterval = value;
            return this;
        }

        /** The proxies that speak the PROXY protocol, versions 1 or 2; by default none. They must, and nobody else may. */
        public Builder proxies(Networks value) {
            this.proxies = value;
            return this;
        }

        /** Who may log in, and how; without it AUTH is not offered. The server closes its authenticator when it is closed. */
        public Builder auth(@Nullable ServerAuth value) {
            this.auth = value;
            return this;
        }

        /** The number of threads that serve connections; by default half of the processors, at most 4. */
        public Builder eventLoops(int value) {
            this.eventLoops = value;
            return this;
        }

        /** How long {@link SmtpServer#close()} waits for content and open replies; 10 seconds by default. */
        public Builder stopGrace(Duration value) {
            this.stopGrace = value;
            return this;
        }

        /** What is done when the server has stopped: ends what only its checks or its sink need. */
        public Builder stopped(Runnable value) {
            this.stopped = value;
            return this;
        }

        /** The clock of ids and trace fields. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /**
         * Binds the port or socket and begins to serve.
         *
         * @throws BindException if it can't be had; the message names it and the reason
         * @throws IllegalArgumentException if the settings contradict each other
         */
        public SmtpServer start() throws IOException {
            boolean beginsInTls = implicitTls || mode == ListenerMode.SUBMISSIONS;
            if ((requireTls || beginsInTls) && tls == null) {
                throw new IllegalArgumentException("TLS is required but no keystore is set");
            }
            if (mode.isSubmission() && auth == null) { // RFC 6409 §4.3
                throw new IllegalArgumentException("a listener for submission needs users who log in");
            }
            if (socket != null && mode != ListenerMode.LMTP) {
                throw new IllegalArgumentException("a Unix domain socket is for LMTP, not for " + mode);
            }
            ServerSettings settings = new ServerSettings(
                    mode,
                    returnPath,
                    checkedHostname(),
                    limits,
                    mode.isSubmission() ? submissionChecks() : checks,
                    rules,
                    spoolOrDefault(),
                    sink,
                    tls,
                    requireTls,
                    beginsInTls,
                    auth,
                    clock);
            Connections connections = new Connections(limits.connections());
            Transport transport = Transport.best();
            EventLoopGroup group = transport.newGroup(eventLoops, "postern-smtp");
            Channel listener = bind(transport, group, settings, connections);
            CertificateWatch watch = tls == null ? null : new CertificateWatch(tls, certificateInterval);
            SmtpServer server = new SmtpServer(group, connections, listener, stopGrace, watch, stopped, auth);
            LOG.info("{} listener on {} ({}, {} threads)", mode, server.place(), transport, eventLoops);
            if (socket == null
                    && !settings.hostname().contains(".")
                    && !server.address().getAddress().isLoopbackAddress()) {
                LOG.warn(
                        "The listener calls itself {}, which other hosts can't resolve: set its hostname to a full name",
                        settings.hostname());
            }
            return server;
        }

        private Channel bind(
                Transport transport, EventLoopGroup group, ServerSettings settings, Connections connections)
                throws IOException {
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(group)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childHandler(new SessionInitializer(settings, connections, proxies));
            boolean bound = false;
            try {
                Channel channel = socket == null ? bind(bootstrap, transport) : bind(bootstrap, transport, socket);
                bound = true;
                return channel;
            } finally {
                if (!bound) {
                    group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
                }
            }
        }

        private Channel bind(ServerBootstrap bootstrap, Transport transport) throws BindException {
            ChannelFuture bound = bootstrap
                    .channel(transport.serverChannel())
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .bind(address)
                    .awaitUninterruptibly();
            return opened(
                    bound,
                    address.getHostString() + ":" + address.getPort(),
                    address.isUnresolved() ? "this host is not known" : null);
        }

        private static Channel bind(ServerBootstrap bootstrap, Transport transport, UnixSocket socket)
                throws IOException {
            bootstrap.channel(transport.serverDomainChannel());
            socket.clear();
            ChannelFuture bound = bootstrap
                    .bind(new DomainSocketAddress(socket.path().toFile()))
                    .awaitUninterruptibly();
            Channel channel = opened(bound, socket.toString(), null);
            socket.open();
            return channel;
        }

        private static Channel opened(ChannelFuture bound, String place, @Nullable String knownReason)
                throws BindException {
            Throwable cause = bound.cause();
            if (cause == null) {
                return bound.channel();
            }
            BindException failure = new BindException("can't listen on " + place + ": "
                    + (knownReason == null ? String.valueOf(cause.getMessage()) : knownReason));
            failure.initCause(cause);
            throw failure;
        }

        private List<Check> submissionChecks() {
            List<Check> all = new ArrayList<>(checks.size() + 2);
            all.add(new LoginRequired(trust));
            all.add(new QualifiedDomains());
            all.addAll(checks);
            return all;
        }

        private Spool spoolOrDefault() {
            return spool == null ? Spool.in(Path.of(System.getProperty("java.io.tmpdir"))) : spool;
        }

        private String checkedHostname() throws UnknownHostException {
            String name = hostname.isEmpty() ? InetAddress.getLocalHost().getHostName() : hostname;
            try {
                return Domain.parse(name).text();
            } catch (MalformedAddressException e) {
                throw new IllegalArgumentException("hostname " + name + " is not a host name: " + e.getMessage(), e);
            }
        }
    }
}
