package dev.postern.smtp.client;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.smtp.wire.CommandEncoder;
import dev.postern.smtp.wire.MalformedContentException;
import dev.postern.smtp.wire.ProtocolException;
import dev.postern.smtp.wire.ReplyDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, for one mail after the other. Its state lives on the event loop; the public methods may be called from
 * any thread.
 */
public final class ClientSession {
    private final ClientSettings settings;
    private final Channel channel;
    private final PendingReplies pending;
    private final Replies replies = new Replies();
    private final CompletableFuture<Reply> greeting;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Capabilities capabilities = Capabilities.NONE;
    private @Nullable ContentUpload upload;
    private @Nullable ClientFailure failure;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile boolean answered;
    private volatile boolean contentBegun;

    /** Called on the event loop of the channel, before it reads. */
    ClientSession(ClientSettings settings, Channel channel) {
        this.settings = settings;
        this.channel = channel;
        this.pending = new PendingReplies(
                channel.eventLoop(),
                () -> fail(ClientFailure.of("4.4.2", settings.peer() + " did not answer in time")));
        this.greeting = pending.expect(settings.timeouts().command());
        channel.pipeline().addLast(replies);
    }

    /** What the server offered at its last EHLO. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** What protects the connection, or null in plaintext. */
    public @Nullable SSLSession tls() {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler == null ? null : handler.engine().getSession();
    }

    /** What is not as the policy has it that the server's domain tries; null where all is, or there is no such policy. */
    @Nullable
    ResultType fault() {
        Assurance assurance = settings.server().assurance();
        if (assurance == null || assurance.policy() != Assurance.Policy.MTA_STS_TESTING) {
            return null;
        }
        return tls() == null
                ? ResultType.STARTTLS_NOT_SUPPORTED
                : settings.finding().fault();
    }

    /** Whether another mail may be sent. */
    public boolean isOpen() {
        return channel.isActive() && !closed.isDone() && !leaving.get();
    }

    /** Whether the server has said anything to the mail that was sent last. */
    public boolean answered() {
        return answered;
    }

    /** Whether any content was sent of the mail that was sent last. */
    boolean contentBegun() {
        return contentBegun;
    }

    /** Completes when the connection is gone. */
    public CompletionStage<Void> closed() {
        return closed.minimalCompletionStage();
    }

    /**
     * Sends one mail; the one before it must be done.
     *
     * @return the server's word on each recipient, in the envelope's order. Fails with {@link ClientFailure} where the server gave none:
     *     if that happens behind the content, the server may have taken the mail over all the same
     */
    public CompletionStage<List<RecipientReply>> send(Envelope envelope, Message message) {
        CompletableFuture<List<RecipientReply>> result = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            answered = false;
            contentBegun = false;
            new Transfer(this, envelope, message).run().whenComplete((replies, cause) -> {
                if (cause == null) {
                    result.complete(replies);
                } else {
                    boolean stopped = ClientFailure.unwrapped(cause) instanceof RejectedExecutionException;
                    result.completeExceptionally(stopped ? lost(cause) : cause);
                }
            });
        });
        return result;
    }

    /** Says QUIT where the connection still stands, and closes it; more calls do nothing. */
    public void quit() {
        if (leaving.getAndSet(true)) {
            return;
        }
        if (!channel.isActive()) { // and its event loop may take nothing more
            channel.close();
            return;
        }
        channel.eventLoop().execute(() -> {
            if (channel.isActive() && pending.isEmpty()) {
                ByteBuf line = channel.alloc().buffer(8);
                CommandEncoder.encode("QUIT", false, line);
                pending.expect(settings.timeouts().command()).whenComplete((reply, cause) -> channel.close());
                channel.writeAndFlush(line, channel.voidPromise());
            } else {
                channel.close();
            }
        });
    }

    CompletableFuture<Reply> greeting() {
        return greeting;
    }

    ClientSettings settings() {
        return settings;
    }

    Channel channel() {
        return channel;
    }

    /** Whether the server said more than was asked: behind STARTTLS a sign of injection (RFC 3207 §6). */
    boolean hasUnreadInput() {
        return replies.input.isReadable();
    }

    void offered(Capabilities value) {
        capabilities = value;
    }

    /** Sends one command and waits for its reply as long as the standard asks for. */
    CompletableFuture<Reply> say(String line) {
        return flight(List.of(line), settings.timeouts().command()).get(0);
    }

    /** Sends several commands at once (RFC 2920). */
    List<CompletableFuture<Reply>> flight(List<String> lines, Duration patience) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>(lines.size());
        if (failure != null || !channel.isActive()) {
            ClientFailure gone = failure == null ? lost(null) : failure;
            lines.forEach(line -> replies.add(CompletableFuture.failedFuture(gone)));
            return replies;
        }
        ByteBuf out = channel.alloc().buffer();
        boolean utf8 = capabilities.offers("SMTPUTF8");
        for (String line : lines) {
            CommandEncoder.encode(line, utf8, out);
            replies.add(pending.expect(patience));
        }
        channel.writeAndFlush(out, channel.voidPromise());
        return replies;
    }

    /** Streams the content behind DATA and waits for so many replies to its end. */
    List<CompletableFuture<Reply>> content(Message message, int ends) {
        return upload(() -> ContentUpload.dotted(channel, message), ends);
    }

    /** Streams the content by BDAT and waits for so many replies to it. */
    List<CompletableFuture<Reply>> chunk(Message message, int ends) {
        return upload(() -> ContentUpload.chunk(channel, message), ends);
    }

    private List<CompletableFuture<Reply>> upload(Opening opening, int ends) {
        if (failure != null) {
            return List.of(CompletableFuture.failedFuture(failure));
        }
        contentBegun = true;
        List<CompletableFuture<Reply>> replies = new ArrayList<>(ends);
        for (int i = 0; i < ends; i++) {
            replies.add(pending.expect(settings.timeouts().dataEnd()));
        }
        try {
            upload = opening.open();
        } catch (IOException e) {
            fail(ClientFailure.of("4.3.0", "the message can't be read: " + e.getMessage(), e));
            return replies;
        }
        proceed();
        return replies;
    }

    /** Ends content that nobody shall get. */
    CompletableFuture<Reply> noContent() {
        return say(".");
    }

    void fail(ClientFailure cause) {
        if (failure == null) {
            failure = cause;
            endUpload();
            pending.failAll(cause);
            closed.complete(null);
            channel.close();
        }
    }

    private ClientFailure lost(@Nullable Throwable cause) {
        return ClientFailure.of("4.4.2", "connection to " + settings.peer() + " was lost", cause);
    }

    private void proceed() {
        if (upload == null) {
            return;
        }
        try {
            if (upload.proceed()) {
                endUpload();
            }
            pending.progress();
        } catch (MalformedContentException e) {
            fail(ClientFailure.of("5.6.0", "not sent: " + e.getMessage(), e));
        } catch (IOException e) {
            fail(ClientFailure.of("4.3.0", "the message can't be read: " + e.getMessage(), e));
        }
    }

    private void endUpload() {
        if (upload != null) {
            upload.close();
            upload = null;
        }
    }

    /** Opens a message to be sent. */
    @FunctionalInterface
    private interface Opening {
        ContentUpload open() throws IOException;
    }

    /** Feeds the bytes of the server to the replies that wait. */
    private final class Replies extends ChannelInboundHandlerAdapter {
        private final ReplyDecoder decoder = new ReplyDecoder();
        private ByteBuf input = Unpooled.EMPTY_BUFFER;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            input = input.isReadable() ? Unpooled.wrappedBuffer(input, bytes) : bytes;
            try {
                Reply reply;
                while ((reply = decoder.next(input)) != null) {
                    deliver(reply);
                }
            } catch (ProtocolException e) {
                fail(ClientFailure.of("4.5.0", settings.peer() + " broke the protocol: " + e.getMessage(), e));
            } finally {
                keepRest(ctx);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (ctx.channel().isWritable()) {
                proceed();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            input.release();
            input = Unpooled.EMPTY_BUFFER;
            fail(lost(null));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            fail(lost(reason));
        }

        private void deliver(Reply reply) throws ProtocolException {
            if (pending.isEmpty()) {
                // RFC 5321 §3.8: a server that goes away may say 421 unasked
                throw new ProtocolException("unasked reply " + reply);
            }
            answered = true;
            pending.complete(reply);
        }

        private void keepRest(ChannelHandlerContext ctx) {
            ByteBuf rest = Unpooled.EMPTY_BUFFER;
            if (input.isReadable() && failure == null) {
                rest = ctx.alloc().buffer(input.readableBytes());
                rest.writeBytes(input);
            }
            input.release();
            input = rest;
        }
    }
}
