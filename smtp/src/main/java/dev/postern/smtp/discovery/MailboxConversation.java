package dev.postern.smtp.discovery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Carries a {@link MailboxDialogue} over one connection, behind a decoder of lines. */
final class MailboxConversation extends SimpleChannelInboundHandler<ByteBuf> {
    /** Longer ones end the conversation. */
    static final int MAX_LINE = 8_192;

    private final MailboxDialogue dialogue;
    private final Supplier<SslHandler> tls;
    private final CompletableFuture<Void> outcome;

    MailboxConversation(MailboxDialogue dialogue, Supplier<SslHandler> tls, CompletableFuture<Void> outcome) {
        this.dialogue = dialogue;
        this.tls = tls;
        this.outcome = outcome;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf line) throws IOException {
        if (outcome.isDone()) {
            return;
        }
        switch (dialogue.hear(line.toString(StandardCharsets.ISO_8859_1))) {
            case WAIT -> {}
            case ASK -> say(ctx, dialogue.command());
            case SECURE -> secure(ctx);
            case LEAVE -> leave(ctx);
        }
    }

    private void secure(ChannelHandlerContext ctx) {
        SslHandler handler = tls.get();
        handler.handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                leave(ctx);
            } else {
                fail(ctx, handshake.cause());
            }
        });
        ctx.pipeline().addFirst(handler);
        ctx.pipeline().remove(LineBasedFrameDecoder.class); // hands over what it holds: then that is forged
    }

    private void leave(ChannelHandlerContext ctx) {
        outcome.complete(null);
        say(ctx, dialogue.farewell());
        ctx.close();
    }

    private static void say(ChannelHandlerContext ctx, String command) {
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), command + "\r\n"))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new IOException("closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        outcome.completeExceptionally(new IOException(reason(cause), cause));
        ctx.close();
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ReadTimeoutException) {
            return "did not answer in time";
        }
        if (cause instanceof NotSslRecordException) {
            return "does not speak TLS on this port from the first octet";
        }
        return cause instanceof TooLongFrameException
                ? "sends a line without an end"
                : String.valueOf(cause.getMessage());
    }
}
