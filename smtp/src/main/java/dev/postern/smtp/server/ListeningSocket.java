package dev.postern.smtp.server;

import dev.postern.smtp.wire.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The port or the Unix domain socket on which a server listens. */
final class ListeningSocket {
    private ListeningSocket() {}

    /** @throws BindException if the port can't be had; the message names it and the reason */
    static Channel bind(ServerBootstrap bootstrap, Transport transport, InetSocketAddress address)
            throws BindException {
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

    /** @throws IOException if the socket can't be had; the message names it and the reason */
    static Channel bind(ServerBootstrap bootstrap, Transport transport, UnixSocket socket) throws IOException {
        bootstrap.channel(transport.serverDomainChannel());
        socket.clear();
        ChannelFuture bound =
                bootstrap.bind(new DomainSocketAddress(socket.path().toFile())).awaitUninterruptibly();
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
}
