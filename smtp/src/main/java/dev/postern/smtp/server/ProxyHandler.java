package dev.postern.smtp.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from a proxy which client it speaks for (the PROXY protocol, versions 1 and 2), then makes way for the session. A proxy that does
 * not say it at once is cut off: without it every client would pass for the proxy.
 */
final class ProxyHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);
    private static final long PATIENCE_SECONDS = 5;

    private final Consumer<InetSocketAddress> session;
    private @Nullable Future<?> alarm;

    /** @param session adds the handlers of a session with this client behind it */
    ProxyHandler(Consumer<InetSocketAddress> session) {
        this.session = session;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        alarm = ctx.executor().schedule(() -> cutOff(ctx, "said nothing"), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HAProxyMessage proxied = (HAProxyMessage) message;
        if (!ctx.channel().isOpen()) { // cut off; the decoder goes through the rest all the same
            proxied.release();
            return;
        }
        InetSocketAddress client;
        try {
            client = client(ctx, proxied);
        } finally {
            proxied.release();
        }
        if (client == null) {
            cutOff(ctx, "named a client that has no IP address");
            return;
        }
        session.accept(client);
        ctx.pipeline().remove(this);
        ctx.pipeline()
                .fireChannelActive(); // the decoder before us goes by itself, and passes on what came behind the header
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        cutOff(ctx, "did not speak it: " + cause.getMessage());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    // A check of the proxy's own (LOCAL), and a client that it can't name, are of the proxy itself.
    private static @Nullable InetSocketAddress client(ChannelHandlerContext ctx, HAProxyMessage proxied) {
        boolean own = proxied.command() == HAProxyCommand.LOCAL
                || proxied.proxiedProtocol() == HAProxyProxiedProtocol.UNKNOWN;
        if (own) {
            return (InetSocketAddress) ctx.channel().remoteAddress();
        }
        String source = proxied.sourceAddress();
        byte[] address = source == null ? null : NetUtil.createByteArrayFromIpAddressString(source);
        try {
            return address == null
                    ? null
                    : new InetSocketAddress(InetAddress.getByAddress(address), proxied.sourcePort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets", e);
        }
    }

    private static void cutOff(ChannelHandlerContext ctx, String reason) {
        LOG.warn("Closing a connection of the proxy {}: it {}", ctx.channel().remoteAddress(), reason);
        ctx.close();
    }
}
