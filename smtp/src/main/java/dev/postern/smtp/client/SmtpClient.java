package dev.postern.smtp.client;

import dev.postern.mail.Address;
import dev.postern.mail.dkim.AuthorSigner;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.login.TokenSource;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.smtp.wire.Pkcs12File;
import dev.postern.smtp.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Connects to servers of SMTP (RFC 5321) and LMTP (RFC 2033), with the same settings each time. */
public final class SmtpClient implements AutoCloseable {
    private final @Nullable MailServer server;
    private final TlsMode tls;
    private final @Nullable AuthorSigner signer;
    private final TlsResults tlsResults;
    private final ConnectionObserver observer;
    private final Function<MailServer, ClientSettings> settings;
    private final Transport transport = Transport.best();
    private final EventLoopGroup eventLoops;
    private final Bootstrap bootstrap;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private SmtpClient(
            @Nullable MailServer server,
            TlsMode tls,
            @Nullable AuthorSigner signer,
            TlsResults tlsResults,
            ConnectionObserver observer,
            Function<MailServer, ClientSettings> settings,
            Duration connectTimeout,
            int threads) {
        this.server = server;
        this.tls = tls;
        this.signer = signer;
        this.tlsResults = tlsResults;
        this.observer = observer;
        this.settings = settings;
        this.eventLoops = transport.newGroup(threads, "postern-client");
        this.bootstrap = new Bootstrap()
                .group(eventLoops)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()));
    }

    /** Starts the description of a client for the server at this host and port. */
    public static Builder builder(String host, int port) {
        return new Builder(MailServer.named(host, port));
    }

    /** Starts the description of a client for servers that only each connection names. */
    public static Builder builder() {
        return new Builder(null);
    }

    /** The server that this client was made for, or null if it is for any. */
    public @Nullable MailServer server() {
        return server;
    }

    /** How connections fared with TLS so far. */
    public TlsResults tlsResults() {
        return tlsResults;
    }

    /**
     * The server as a mail finds it that requires TLS (RFC 8689): its certificate is verified, unless TLS is switched off, so that such a
     * mail has to stay.
     */
    MailServer verified(MailServer to) {
        TlsMode mode = to.tls() == null ? tls : to.tls();
        return mode == TlsMode.OPPORTUNISTIC || mode == TlsMode.ENCRYPTED ? to.withTls(TlsMode.REQUIRED) : to;
    }

    /**
     * Connects, greets, secures and authenticates.
     *
     * @return a session ready for mail; fails with {@link ClientFailure}
     */
    public CompletionStage<ClientSession> connect(MailServer to) {
        if (to.address() instanceof DomainSocketAddress && !transport.hasDomainSockets()) {
            return CompletableFuture.failedFuture(ClientFailure.of(
                    "4.3.5", to + " can't be reached: Unix sockets need Linux, and Netty's native library"));
        }
        ClientSettings settings = this.settings.apply(to);
        CompletableFuture<ClientSession> ready = new CompletableFuture<>();
        CompletableFuture<ClientSession> opened = new CompletableFuture<>();
        bootstrapTo(to.address())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        if (settings.tls() == TlsMode.IMPLICIT) {
                            watch(Handshake.tls(settings, channel.alloc()), channel);
                        }
                        opened.complete(new ClientSession(settings, channel));
                    }

                    private void watch(SslHandler handler, Channel channel) {
                        channel.pipeline().addLast(handler);
                        handler.handshakeFuture().addListener(handshake -> {
                            Handshake.count(settings, handshake.cause());
                            if (!handshake.isSuccess()) {
                                ready.completeExceptionally(Handshake.tlsFailure(settings, handshake.cause()));
                            }
                        });
                    }
                })
                .connect(to.address())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        ClientFailure failure = unreachable(settings.peer(), connected.cause());
                        ready.completeExceptionally(failure);
                        opened.thenAccept(session -> session.fail(failure));
                    }
                });
        opened.thenCompose(session -> new Handshake(session).run().whenComplete((done, failure) -> {
                    if (failure != null) {
                        session.quit();
                    }
                }))
                .whenComplete((session, failure) -> {
                    if (failure == null) {
                        ready.complete(session);
                    } else {
                        ready.completeExceptionally(ClientFailure.unwrapped(failure));
                    }
                });
        return ready;
    }

    private Bootstrap bootstrapTo(SocketAddress address) {
        return address instanceof DomainSocketAddress
                ? bootstrap.clone().channel(transport.domainChannel())
                : bootstrap.clone().channel(transport.channel()).option(ChannelOption.TCP_NODELAY, true);
    }

    private static ClientFailure unreachable(String peer, Throwable cause) {
        String reason = cause instanceof UnknownHostException ? "this host is not known" : cause.getMessage();
        return ClientFailure.of("4.4.1", "can't connect to " + peer + ": " + reason, cause);
    }

    /** Connects for mail to these recipients, and tells the observer how the connection was protected, where it came to that. */
    CompletionStage<ClientSession> connect(MailServer to, List<Address> recipients) {
        CompletionStage<ClientSession> connected = connect(to);
        if (observer.equals(ConnectionObserver.NONE)) {
            return connected;
        }
        return connected.whenComplete((session, failure) -> {
            boolean tried = session == null || session.settings().tls() != TlsMode.NONE;
            ResultType fault = session == null ? typeOf(failure) : typeOf(session);
            if (tried && (session != null || fault != null)) {
                observer.connected(recipients.stream().map(Address::domain).collect(Collectors.toSet()), to, fault);
            }
        });
    }

    private static @Nullable ResultType typeOf(Throwable failure) {
        return ClientFailure.unwrapped(failure) instanceof ClientFailure known ? known.resultType() : null;
    }

    private static @Nullable ResultType typeOf(ClientSession session) {
        return session.tls() == null ? ResultType.STARTTLS_NOT_SUPPORTED : session.fault();
    }

    /** Runs something of no length later. */
    void after(long nanos, Runnable task) {
        eventLoops.next().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs what must not block, on the threads that serve connections. */
    Executor executor() {
        return eventLoops;
    }

    /** Runs something of no length once a second, until it is cancelled or the client is closed. */
    Future<?> eachSecond(Runnable task) {
        return eventLoops.next().scheduleWithFixedDelay(task, 1, 1, TimeUnit.SECONDS);
    }

    /** Closes all connections at once, and what signs. */
    @Override
    public void close() {
        connections.close().awaitUninterruptibly();
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        if (signer != null) {
            signer.close();
        }
    }

    /** Describes a client; {@link #build()} makes it. */
    public static final class Builder {
        private final @Nullable MailServer server;
        private String hello = "";
        private TlsMode tls = TlsMode.OPPORTUNISTIC;
        private @Nullable KeyStore trust;
        private @Nullable Credentials credentials;
        private @Nullable BearerLogin bearer;
        private MechanismChoice mechanisms = MechanismChoice.AUTOMATIC;
        private boolean plaintextAuth;
        private SignedContent signedContent = SignedContent.FAIL;
        private @Nullable AuthorSigner signer;
        private ConnectionObserver observer = ConnectionObserver.NONE;
        private int threads = 1;
        private ClientSettings.Timeouts timeouts = ClientSettings.Timeouts.STANDARD;

        private record BearerLogin(String username, TokenSource source) {}

        private Builder(@Nullable MailServer server) {
            this.server = server;
        }

        /** Our own name at EHLO; by default the name of this machine. */
        public Builder hello(String value) {
            this.hello = value;
            return this;
        }

        /** How connections are protected to servers that don't say so themselves; by default opportunistic. */
        public Builder tls(TlsMode value) {
            this.tls = value;
            return this;
        }

        /**
         * Trusts the certificates of this PKCS#12 file instead of those that the JVM trusts.
         *
         * @throws IOException if the file can't be read or holds none; the message names it and the reason
         */
        public Builder trust(Path file, char[] password) throws IOException {
            this.trust = Pkcs12File.read(Pkcs12File.Purpose.TRUSTSTORE, file, password);
            return this;
        }

        /** Who we are to the server that the client is made for, and to no other; null for no AUTH. */
        public Builder credentials(@Nullable Credentials value) {
            this.credentials = value;
            return this;
        }

        /**
         * Who we are to the server that the client is made for, and to no other, shown by tokens in place of a password; they need TLS with a certificate that is verified.
         *
         * @param username may be empty where the token says it, but not for XOAUTH2
         */
        public Builder tokens(String username, TokenSource source) {
            this.bearer = new BearerLogin(username, source);
            return this;
        }

        /** The mechanisms that AUTH may use, in the order of preference; by default the strongest that is offered. */
        public Builder mechanisms(MechanismChoice value) {
            this.mechanisms = value;
            return this;
        }

        /** Whether a password may go over an unprotected connection; false unless you say so. */
        public Builder plaintextAuth(boolean value) {
            this.plaintextAuth = value;
            return this;
        }

        /** What becomes of signed content in 8 bits that a server does not take; by default the mail fails. */
        public Builder signedContent(SignedContent value) {
            this.signedContent = value;
            return this;
        }

        /** What signs mail on its way, each time it is sent, and is closed together with the client; by default null, for nothing. */
        public Builder signer(@Nullable AuthorSigner value) {
            this.signer = value;
            return this;
        }

        /** What hears how new connections were protected; by default nothing. It stays open. */
        public Builder observer(ConnectionObserver value) {
            this.observer = value;
            return this;
        }

        /** The number of threads that serve connections; by default 1. */
        public Builder threads(int value) {
            this.threads = value;
            return this;
        }

        /** How long to wait: for a connection, for a reply, for the go-ahead of DATA, and for the reply to the content. */
        public Builder timeouts(Duration connect, Duration command, Duration dataInit, Duration dataEnd) {
            this.timeouts = new ClientSettings.Timeouts(connect, command, dataInit, dataEnd);
            return this;
        }

        /**
         * Makes the client; it does not connect yet.
         *
         * @throws IOException if our own name can't be found, or TLS can't be set up
         * @throws IllegalStateException if there is a login, but no server that it is meant for
         */
        public SmtpClient build() throws IOException {
            ClientSettings.Timeouts waits = timeouts;
            String name = helloOrLocalName();
            TlsMode mode = tls;
            TlsContexts contexts = new TlsContexts(trust);
            TlsResults results = new TlsResults();
            MailServer own = server;
            ClientLogin ownLogin = login();
            if (own == null && ownLogin != null) {
                throw new IllegalStateException("a login is for a server: make the client for one, or give it to each");
            }
            SignedContent signed = signedContent;
            AuthorSigner signs = signer;
            ConnectionObserver observes = observer;
            return new SmtpClient(
                    server,
                    mode,
                    signs,
                    results,
                    observes,
                    to -> {
                        TlsMode used = to.tls() == null ? mode : to.tls();
                        PeerFinding finding = new PeerFinding();
                        SslContext context = contexts.of(to, used, finding);
                        ClientLogin login = to.login() == null && own != null && own.isAt(to) ? ownLogin : to.login();
                        return new ClientSettings(
                                to, name, used, context, finding, results, login, signed, signs, waits);
                    },
                    waits.connect(),
                    threads);
        }

        private @Nullable ClientLogin login() {
            if (bearer != null) {
                return ClientLogin.byTokens(bearer.username(), bearer.source(), mechanisms);
            }
            return credentials == null ? null : ClientLogin.byPassword(credentials, mechanisms, plaintextAuth);
        }

        private String helloOrLocalName() throws UnknownHostException {
            return hello.isEmpty() ? InetAddress.getLocalHost().getHostName() : hello;
        }
    }
}
