package dev.postern.smtp.discovery;

import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.Protection;
import dev.postern.smtp.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Tries servers from which mailboxes are read. */
final class MailboxProbe implements Probe, AutoCloseable {
    private final EventLoopGroup eventLoops;
    private final Bootstrap bootstrap;
    private final SslContext tls;
    private final Duration patience;

    /**
     * @param tls verifies certificates and the names in them
     * @param patience for each step
     */
    MailboxProbe(SslContext tls, Duration patience) {
        Transport transport = Transport.best();
        this.tls = tls;
        this.patience = patience;
        this.eventLoops = transport.newGroup(1, "postern-discovery");
        this.bootstrap = new Bootstrap()
                .group(eventLoops)
                .channel(transport.channel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(patience.toMillis()));
    }

    @Override
    public CompletionStage<Void> attempt(MailEndpoint endpoint, InetAddress address) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        bootstrap
                .clone()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        MailboxConversation conversation = new MailboxConversation(
                                new MailboxDialogue(endpoint.service(), endpoint.protection()),
                                () -> secured(channel, endpoint),
                                outcome);
                        channel.pipeline().addLast(new ReadTimeoutHandler(patience.toMillis(), TimeUnit.MILLISECONDS));
                        if (endpoint.protection() == Protection.IMPLICIT) {
                            channel.pipeline().addLast(secured(channel, endpoint));
                        }
                        channel.pipeline()
                                .addLast(
                                        new LineBasedFrameDecoder(MailboxConversation.MAX_LINE, true, true),
                                        conversation);
                    }
                })
                .connect(new InetSocketAddress(address, endpoint.port()))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        outcome.completeExceptionally(connected.cause());
                    }
                });
        return outcome;
    }

    private SslHandler secured(SocketChannel channel, MailEndpoint endpoint) {
        SslHandler handler = tls.newHandler(channel.alloc(), endpoint.host(), endpoint.port());
        handler.setHandshakeTimeoutMillis(patience.toMillis());
        return handler;
    }

    /** Gives up what is open. */
    @Override
    public void close() {
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
