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
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
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

/** Describes a server; {@link #start()} makes it. */
public final class SmtpServerBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpServer.class);

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

    SmtpServerBuilder(MailSink sink) {
        this.sink = sink;
    }

    /** Where to listen; by default the loopback address and port 2525. Port 0 takes any free one. */
    public SmtpServerBuilder listen(InetSocketAddress value) {
        this.address = value;
        return this;
    }

    /**
     * Listens on a Unix domain socket of this path instead of a port; for LMTP, and on Linux. All users of this machine that can
     * reach the path may connect. The file is removed at the end, and one that a dead process has left behind at the start.
     */
    public SmtpServerBuilder listen(Path value) {
        this.socket = new UnixSocket(value);
        return this;
    }

    /**
     * What the listener is for; by default {@link ListenerMode#MX}. {@link ListenerMode#SUBMISSION} needs {@link #auth}, and
     * {@link ListenerMode#SUBMISSIONS} a certificate too.
     */
    public SmtpServerBuilder mode(ListenerMode value) {
        this.mode = value;
        return this;
    }

    /** Whose mail a listener for submission takes; by default that of who has logged in. */
    public SmtpServerBuilder trust(Trust value) {
        this.trust = value;
        return this;
    }

    /**
     * Whether Return-Path is put before each message, in place of any that came with it (RFC 5321 §4.4): where the sink is the end
     * of a mail's way. By default it is not.
     */
    public SmtpServerBuilder returnPath(boolean value) {
        this.returnPath = value;
        return this;
    }

    /** Our own name in the greeting and in Received; by default the name of this machine. */
    public SmtpServerBuilder hostname(String value) {
        this.hostname = value;
        return this;
    }

    /** How much a client may ask for. */
    public SmtpServerBuilder limits(Limits value) {
        this.limits = value;
        return this;
    }

    /** The rules for senders and recipients, asked in this order. */
    public SmtpServerBuilder checks(List<Check> value) {
        this.checks = List.copyOf(value);
        return this;
    }

    /** What is held against clients outside of the checks; by default nothing. Its limits are a check besides, to be given there. */
    public SmtpServerBuilder clientRules(ClientRules value) {
        this.rules = value;
        return this;
    }

    /** Where messages rest until their reply; by default 1 GiB in the directory for temporary files. */
    public SmtpServerBuilder spool(Spool value) {
        this.spool = value;
        return this;
    }

    /** The certificates for TLS; without one it is not offered. */
    public SmtpServerBuilder tls(@Nullable ServerTls value) {
        this.tls = value;
        return this;
    }

    /** Whether mail is refused in plaintext; needs a certificate. */
    public SmtpServerBuilder requireTls(boolean value) {
        this.requireTls = value;
        return this;
    }

    /** Whether a connection begins in TLS, as on port 465 (RFC 8314 §3.3); needs a certificate, and then STARTTLS is not offered. */
    public SmtpServerBuilder implicitTls(boolean value) {
        this.implicitTls = value;
        return this;
    }

    /** How often files of certificates are looked at; 10 seconds by default. */
    public SmtpServerBuilder certificateInterval(Duration value) {
        this.certificateInterval = value;
        return this;
    }

    /** The proxies that speak the PROXY protocol, versions 1 or 2; by default none. They must, and nobody else may. */
    public SmtpServerBuilder proxies(Networks value) {
        this.proxies = value;
        return this;
    }

    /** Who may log in, and how; without it AUTH is not offered. The server closes its authenticator when it is closed. */
    public SmtpServerBuilder auth(@Nullable ServerAuth value) {
        this.auth = value;
        return this;
    }

    /** The number of threads that serve connections; by default half of the processors, at most 4. */
    public SmtpServerBuilder eventLoops(int value) {
        this.eventLoops = value;
        return this;
    }

    /** How long {@link SmtpServer#close()} waits for content and open replies; 10 seconds by default. */
    public SmtpServerBuilder stopGrace(Duration value) {
        this.stopGrace = value;
        return this;
    }

    /** What is done when the server has stopped: ends what only its checks or its sink need. */
    public SmtpServerBuilder stopped(Runnable value) {
        this.stopped = value;
        return this;
    }

    /** The clock of ids and trace fields. */
    public SmtpServerBuilder clock(Clock value) {
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
                clock,
                new Traffic());
        Connections connections = new Connections(limits.connections());
        Transport transport = Transport.best();
        EventLoopGroup group = transport.newGroup(eventLoops, "postern-smtp");
        Channel listener = bind(transport, group, settings, connections);
        CertificateWatch watch = tls == null ? null : new CertificateWatch(tls, certificateInterval);
        SmtpServer server =
                new SmtpServer(group, connections, settings.traffic(), listener, stopGrace, watch, stopped, auth);
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

    private Channel bind(Transport transport, EventLoopGroup group, ServerSettings settings, Connections connections)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, 1024)
                // Netty's own choice makes buffers of this size anew for each mail, and fills them with zeros
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new SessionInitializer(settings, connections, proxies));
        boolean bound = false;
        try {
            Channel channel = socket == null
                    ? ListeningSocket.bind(bootstrap, transport, address)
                    : ListeningSocket.bind(bootstrap, transport, socket);
            bound = true;
            return channel;
        } finally {
            if (!bound) {
                group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
            }
        }
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
