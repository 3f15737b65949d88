package dev.postern.smtp.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The end of a connection from our side, which comes within a time whatever the client does. */
final class Farewell {
    private static final long PATIENCE_SECONDS = 5;

    private Farewell() {}

    /** Closes behind the last replies. A client that reads nothing is not waited for long. */
    static void say(ChannelHandlerContext ctx, ByteBuf replies) {
        limit(ctx);
        ctx.writeAndFlush(replies).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * The same for a client that still sends: a close over octets that nobody has read resets the connection, and the replies are lost
     * with it. So what comes is read and dropped until the client has seen the end.
     */
    static void sayToATalker(ChannelHandlerContext ctx, ByteBuf replies) {
        if (!(ctx.channel() instanceof SocketChannel socket) || ctx.pipeline().get(SslHandler.class) != null) {
            say(ctx, replies);
            return;
        }
        limit(ctx);
        ctx.pipeline().addBefore(ctx.name(), null, new Deaf());
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(replies).addListener((ChannelFuture written) -> {
            if (written.isSuccess()) {
                socket.shutdownOutput();
            } else {
                ctx.close();
            }
        });
    }

    private static void limit(ChannelHandlerContext ctx) {
        Future<?> limit = ctx.executor().schedule(() -> ctx.channel().close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> limit.cancel(false));
    }

    /** Drops what comes. */
    private static final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
