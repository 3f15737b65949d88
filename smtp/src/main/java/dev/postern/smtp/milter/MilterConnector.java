package dev.postern.smtp.milter;

import dev.postern.smtp.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Opens connections to one milter. */
final class MilterConnector {
    private final MilterSettings settings;
    private final Transport transport;
    private final Executor blocking;

    /**
     * @param transport of the event loops
     * @param blocking where names are resolved
     * @throws IllegalArgumentException if the milter listens where this machine can't connect to
     */
    MilterConnector(MilterSettings settings, Transport transport, Executor blocking) {
        if (settings.address() instanceof MilterAddress.Unix && transport != Transport.EPOLL) {
            throw new IllegalArgumentException(
                    settings.name() + " can't be reached: Unix sockets need Linux, and Netty's native library");
        }
        this.settings = settings;
        this.transport = transport;
        this.blocking = blocking;
    }

    /**
     * Connects and negotiates.
     *
     * @param end when that must be done, as of {@link System#nanoTime()}
     */
    CompletableFuture<MilterConnection> open(EventLoop loop, long end) {
        if (settings.address() instanceof MilterAddress.Inet inet) {
            return CompletableFuture.supplyAsync(() -> new InetSocketAddress(inet.host(), inet.port()), blocking)
                    .thenComposeAsync(address -> connect(loop, transport.channel(), address, end), loop);
        }
        if (settings.address() instanceof MilterAddress.Unix unix) {
            return connect(loop, EpollDomainSocketChannel.class, new DomainSocketAddress(unix.path()), end);
        }
        throw new IllegalStateException("no such address");
    }

    private CompletableFuture<MilterConnection> connect(
            EventLoop loop, Class<? extends Channel> type, SocketAddress address, long end) {
        ResponseDecoder decoder = new ResponseDecoder();
        MilterConnection connection = new MilterConnection(decoder, settings.stepTimeout());
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, settings.stepTimeout().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(decoder, connection);
                    }
                })
                .connect(address);
        CompletableFuture<MilterConnection> opened = new CompletableFuture<>();
        connected.addListener(done -> {
            if (done.isSuccess()) {
                opened.complete(connection);
            } else {
                String reason = String.valueOf(done.cause().getMessage());
                opened.completeExceptionally(new MilterException("can't be reached: " + reason, done.cause()));
            }
        });
        return opened.thenCompose(ready -> ready.negotiate(end));
    }
}
