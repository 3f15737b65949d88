package dev.postern.smtp.milter;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to a milter: asks a step, and waits for the answer. All of it happens on the event loop of its channel. */
final class MilterConnection extends SimpleChannelInboundHandler<Response> {
    private final ResponseDecoder decoder;
    private final long stepNanos;
    private Options options = Options.OFFER;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable PendingAnswer pending;
    private @Nullable MilterException failure;

    /** @param decoder which stands before it in the pipeline */
    MilterConnection(ResponseDecoder decoder, Duration stepTimeout) {
        this.decoder = decoder;
        this.stepNanos = stepTimeout.toNanos();
    }

    /** What both sides can do. */
    Options options() {
        return options;
    }

    /** Whether it can be asked. */
    boolean isIdle() {
        return failure == null
                && pending == null
                && ctx != null
                && ctx.channel().isActive();
    }

    /** Agrees on what both sides can do, which goes before all else. */
    CompletableFuture<MilterConnection> negotiate(long end) {
        return await(null, PacketWriter.negotiate(Options.OFFER), false, end).thenCompose(answer -> {
            try {
                options = answer.decision() instanceof Response.Negotiated said
                        ? Options.OFFER.agreedWith(said.options())
                        : options;
                if (options.has(Options.LEADING_SPACE)) {
                    decoder.expectLeadingSpace();
                }
                return CompletableFuture.completedFuture(this);
            } catch (MilterException e) {
                fail(e);
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    /**
     * Takes one step, if the milter wants to hear of it. Known at once where it does not answer, and has taken what it was sent before.
     *
     * @param macros what is said before it, and is released
     * @param packet the step, and is released
     * @param end when the answer must be there, as of {@link System#nanoTime()}
     */
    CompletableFuture<Answer> ask(Step step, ByteBuf macros, ByteBuf packet, long end) {
        if (step.isSkippedBy(options)) {
            macros.release();
            packet.release();
            return CompletableFuture.completedFuture(Answer.CONTINUE);
        }
        if (ctx != null && isIdle()) {
            ctx.write(macros);
        } else {
            macros.release();
        }
        return await(step, packet, step.isSilentBy(options), end);
    }

    /** Says that the mail that was begun has come to nothing. */
    void abort() {
        if (ctx != null && isIdle()) {
            ctx.writeAndFlush(PacketWriter.bare('A'), ctx.voidPromise());
        } else {
            close();
        }
    }

    /** Takes leave. */
    void quit() {
        if (ctx != null && isIdle()) {
            failure = new MilterException("has been left");
            ctx.writeAndFlush(PacketWriter.bare('Q')).addListener(ChannelFutureListener.CLOSE);
        } else {
            close();
        }
    }

    /** Ends the connection; what waits for an answer fails. */
    void close() {
        fail(new MilterException("has been left"));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Response response) {
        PendingAnswer asked = pending;
        if (failure != null) {
            return;
        }
        if (asked == null) {
            fail(new MilterException("has spoken without being asked"));
            return;
        }
        if (response == Response.Signal.PROGRESS) {
            watch(context, asked);
            return;
        }
        try {
            Answer answer = asked.take(response, options);
            if (answer != null) {
                finish(asked, answer);
            }
        } catch (MilterException e) {
            fail(e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new MilterException("has ended the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable reason = cause.getCause() instanceof MilterException said ? said : cause;
        fail(reason instanceof MilterException said ? said : new MilterException("is lost: " + reason, reason));
    }

    private CompletableFuture<Answer> await(@Nullable Step step, ByteBuf packet, boolean silent, long end) {
        ChannelHandlerContext context = ctx;
        if (context == null || !isIdle()) {
            packet.release();
            return CompletableFuture.failedFuture(
                    failure == null ? new MilterException("can't be asked now") : failure);
        }
        ChannelFuture written = context.write(packet);
        if (silent && context.channel().isWritable()) {
            return CompletableFuture.completedFuture(Answer.CONTINUE);
        }
        PendingAnswer asked = new PendingAnswer(step, silent, end);
        pending = asked;
        watch(context, asked);
        if (silent) {
            written.addListener(done -> {
                if (done.isSuccess() && pending == asked) {
                    finish(asked, Answer.CONTINUE);
                }
            });
        }
        context.flush();
        return asked.answer();
    }

    private void watch(ChannelHandlerContext context, PendingAnswer asked) {
        asked.watch(context.executor()
                .schedule(
                        () -> fail(new MilterException("has not answered in time")),
                        asked.patience(stepNanos),
                        TimeUnit.NANOSECONDS));
    }

    private void finish(PendingAnswer asked, Answer answer) {
        pending = null;
        asked.watch(null);
        asked.answer().complete(answer);
    }

    private void fail(MilterException reason) {
        if (failure == null) {
            failure = reason;
        }
        if (ctx != null) {
            ctx.close();
        }
        PendingAnswer asked = pending;
        pending = null;
        if (asked != null) {
            asked.watch(null);
            asked.answer().completeExceptionally(failure);
        }
    }
}
