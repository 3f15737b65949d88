package dev.postern.smtp.server;

import dev.postern.mail.Client;
import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.smtp.wire.CommandDecoder;
import dev.postern.smtp.wire.ContentDecoder;
import dev.postern.smtp.wire.ReplyEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one connection: feeds its bytes to the decoders, their commands to the {@link Session}, and sends the replies.
 *
 * <p>Replies to pipelined commands leave in one write (RFC 2920 §3.2). While a reply is open nothing is decoded, and once more
 * bytes have come nothing is read either.
 */
final class SessionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);
    private static final Reply TIMED_OUT = Reply.of(421, "4.4.2", "Silent or slow for too long; closing");
    private static final Reply TOO_MANY_CONNECTIONS = Reply.of(421, "4.3.2", "Too many connections; come back later");
    private static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2", "Shutting down; come back later");

    private final ServerSettings settings;
    private final ReceivedField received;
    private final Connections connections;
    private final InetSocketAddress client;
    private final CommandDecoder commands;
    private final SessionDeadline deadline;
    private ContentDecoder content = new ContentDecoder();
    private ByteBuf input = Unpooled.EMPTY_BUFFER;
    private @Nullable ByteBuf output;
    private @Nullable Session session;
    private boolean replyOpen;
    private boolean inputEnded;
    private boolean stopping;
    private boolean mute;
    private boolean counted;

    /** @param client where the connection comes from, perhaps by way of a proxy */
    SessionHandler(ServerSettings settings, ReceivedField received, Connections connections, InetSocketAddress client) {
        this.settings = settings;
        this.client = client;
        this.received = received;
        this.connections = connections;
        this.commands = new CommandDecoder(settings.limits().commandLine());
        this.deadline = new SessionDeadline(settings.limits());
        this.mute = settings.implicitTls(); // nothing is said in plaintext
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Session opened = new Session(settings, received, ctx.alloc(), ctx.executor(), client, login(ctx));
        session = opened;
        settings.traffic().connected();
        if (!connections.admit(ctx)) {
            sayAndClose(ctx, TOO_MANY_CONNECTIONS);
            return;
        }
        Reply refusal = settings.rules().limits().admit(client);
        if (refusal != null) {
            sayAndClose(ctx, refusal);
            return;
        }
        counted = true;
        if (!mute) {
            begin(ctx, opened);
        }
    }

    private void begin(ChannelHandlerContext ctx, Session opened) {
        deadline.start(ctx.executor(), () -> sayAndClose(ctx, TIMED_OUT));
        send(ctx, opened.greeting());
        flush(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        deadline.arrived(bytes.readableBytes());
        take(bytes);
        drain(ctx);
        if (replyOpen || !ctx.channel().isWritable()) {
            pauseReadingBehind(ctx);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && !replyOpen) {
            resume(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeDone(ctx, handshake);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            if (!replyOpen) {
                ctx.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        if (session != null) {
            session.close();
        }
        connections.remove(ctx);
        if (counted) {
            counted = false;
            settings.rules().limits().left(client);
        }
        releaseInput();
        if (output != null) {
            output.release();
            output = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) { // a reset, or bytes that are not TLS
            LOG.debug("Connection of {} lost: {}", client, cause.toString());
        } else {
            LOG.error("Closing the connection of {} for an unexpected failure", client, cause);
        }
        ctx.close();
    }

    /** Ends the session: at once when it is idle, else after the reply that is open. Called on the event loop. */
    void stop(ChannelHandlerContext ctx) {
        stopping = true;
        Phase phase = session == null ? Phase.CLOSED : session.phase();
        if (!replyOpen && phase != Phase.CLOSED && !phase.isWithinContent()) {
            sayAndClose(ctx, SHUTTING_DOWN);
        }
    }

    private void take(ByteBuf bytes) {
        if (!input.isReadable()) {
            input.release();
            input = bytes;
        } else {
            input = Unpooled.wrappedBuffer(input, bytes);
        }
    }

    /** Works on what has arrived, until it is used up or a reply stays open. */
    private void drain(ChannelHandlerContext ctx) {
        Session current = session;
        if (current == null) {
            return;
        }
        while (!replyOpen && input.isReadable() && ctx.channel().isWritable()) {
            switch (current.phase()) {
                case CONTENT -> {
                    if (!content.decode(input, current.content())) {
                        releaseInput();
                        return;
                    }
                    boolean malformed = content.isMalformed();
                    content = new ContentDecoder();
                    answer(ctx, current, current.replies(), current.endOfContent(malformed));
                }
                case CHUNK -> {
                    if (!takeChunk(ctx, current)) {
                        releaseInput();
                        return;
                    }
                }
                case HANDSHAKE, CLOSED -> {
                    releaseInput();
                    return;
                }
                case AUTHENTICATING -> {
                    Command response = commands.nextResponse(input);
                    if (response == null) {
                        keepRest(ctx);
                        return;
                    }
                    answer(ctx, current, 1, current.on(response));
                }
                default -> {
                    Command command = commands.next(input);
                    if (command == null) {
                        keepRest(ctx);
                        return;
                    }
                    if (command instanceof Command.Bdat chunk) {
                        current.beginChunk(chunk);
                        deadline.awaitContent();
                        takeChunk(ctx, current); // which may be empty
                    } else {
                        answer(ctx, current, 1, current.on(command));
                    }
                }
            }
        }
        if (!input.isReadable()) {
            releaseInput();
        }
    }

    /** Whether the chunk has come to its end, and is answered. */
    private boolean takeChunk(ChannelHandlerContext ctx, Session current) {
        boolean ended = current.chunk(input);
        if (ended) {
            answer(ctx, current, current.replies(), current.endOfChunk());
        }
        return ended;
    }

    /** @param times how often the reply is sent */
    private void answer(ChannelHandlerContext ctx, Session current, int times, CompletionStage<Reply> stage) {
        CompletableFuture<Reply> reply = stage.toCompletableFuture();
        if (reply.isDone()) {
            finish(ctx, current, times, reply.join());
            return;
        }
        replyOpen = true;
        deadline.pause();
        reply.whenComplete((value, failure) -> {
            replyOpen = false;
            if (ctx.channel().isActive()) {
                finish(ctx, current, times, value);
                resume(ctx);
            }
        });
    }

    private void finish(ChannelHandlerContext ctx, Session current, int times, Reply reply) {
        boolean injected = current.phase() == Phase.HANDSHAKE && input.isReadable();
        Reply said = injected ? current.refuseTlsInjection() : reply;
        if (times == 1) {
            send(ctx, said);
        } else {
            current.forEach(times, said).forEach(each -> send(ctx, each));
        }
        if (current.phase() == Phase.CONTENT) {
            deadline.awaitContent();
        } else {
            deadline.awaitCommand();
        }
        follow(ctx, current);
    }

    /** Does what comes after a reply. */
    private void follow(ChannelHandlerContext ctx, Session current) {
        if (commands.isBroken()) {
            current.close();
        }
        if (current.phase() == Phase.CLOSED) {
            close(ctx);
        } else if (current.phase() == Phase.HANDSHAKE) {
            startTls(ctx);
        } else if (inputEnded) {
            close(ctx);
        } else if (stopping && !current.phase().isWithinContent()) {
            sayAndClose(ctx, SHUTTING_DOWN);
        }
    }

    private void startTls(ChannelHandlerContext ctx) {
        ServerTls tls = settings.tls();
        if (tls == null) {
            throw new IllegalStateException("a handshake without a certificate");
        }
        flush(ctx);
        ctx.pipeline().addFirst(tls.newHandler());
    }

    private void handshakeDone(ChannelHandlerContext ctx, SslHandshakeCompletionEvent event) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        if (!event.isSuccess() || session == null) {
            LOG.info("TLS with {} failed: {}", client, String.valueOf(event.cause()));
            ctx.close();
            return;
        }
        SSLSession tls = handler.engine().getSession();
        session.tlsEstablished(new Client.Tls(tls.getProtocol(), tls.getCipherSuite(), subject(tls)), bindings(tls));
        if (mute) {
            mute = false;
            begin(ctx, session);
        }
    }

    private static @Nullable String subject(SSLSession tls) {
        try {
            return tls.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) { // the client has shown no certificate
            return null;
        }
    }

    private @Nullable Login login(ChannelHandlerContext ctx) {
        ServerAuth auth = settings.auth();
        return auth == null
                ? null
                : new Login(
                        auth,
                        client,
                        (task, delay) -> ctx.executor().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    private ChannelBindings bindings(SSLSession tls) {
        Certificate[] own = settings.auth() == null ? null : tls.getLocalCertificates();
        return own != null && own.length > 0 && own[0] instanceof X509Certificate certificate
                ? ChannelBindings.ofServer(certificate)
                : ChannelBindings.NONE;
    }

    private void resume(ChannelHandlerContext ctx) {
        drain(ctx);
        flush(ctx);
        if (!replyOpen && ctx.channel().isWritable()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void send(ChannelHandlerContext ctx, Reply reply) {
        if (output == null) {
            output = ctx.alloc().buffer(256);
        }
        ReplyEncoder.encode(reply, output);
    }

    private void flush(ChannelHandlerContext ctx) {
        if (output != null) {
            ByteBuf replies = output;
            output = null;
            ctx.writeAndFlush(replies, ctx.voidPromise());
        }
    }

    private void sayAndClose(ChannelHandlerContext ctx, Reply reply) {
        settings.traffic().replied(reply);
        Phase phase = session == null ? Phase.CLOSED : session.phase();
        if (!mute && phase != Phase.HANDSHAKE) {
            send(ctx, reply);
        }
        if (session != null) {
            session.close();
        }
        close(ctx, phase.isWithinContent() || input.isReadable());
    }

    private void close(ChannelHandlerContext ctx) {
        close(ctx, commands.isBroken() || input.isReadable());
    }

    private void close(ChannelHandlerContext ctx, boolean clientSends) {
        ByteBuf last = output == null ? Unpooled.EMPTY_BUFFER : output;
        output = null;
        deadline.cancel();
        if (clientSends) {
            Farewell.sayToATalker(ctx, last);
        } else {
            Farewell.say(ctx, last);
        }
    }

    // Setting the flag costs a system call: it is set only when more has come than the open reply lets us use.
    private void pauseReadingBehind(ChannelHandlerContext ctx) {
        if (input.isReadable()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    // A few octets of a line must not pin a large read buffer.
    private void keepRest(ChannelHandlerContext ctx) {
        ByteBuf rest = ctx.alloc().buffer(input.readableBytes(), commands.longestLine());
        rest.writeBytes(input);
        releaseInput();
        input = rest;
    }

    private void releaseInput() {
        input.release();
        input = Unpooled.EMPTY_BUFFER;
    }
}
