package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.ClientRules;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.wire.ProtocolException;
import dev.postern.smtp.wire.ReplyDecoder;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session with a handler of its own, brought into a phase, to which then hostile bytes come. */
final class FuzzedSession {
    private static final Limits LIMITS = Limits.DEFAULT.withTimeouts(Duration.ofDays(1), Duration.ofDays(1));
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");
    private static final String GREETED = "EHLO client.example\r\n";
    private static final String SENDER = GREETED + "MAIL FROM:<a@client.example>\r\n";
    private static final String RECIPIENTS = SENDER + "RCPT TO:<b@mx.example>\r\n";
    private static final String TO_TWO_OVER_LMTP = RECIPIENTS.replace("EHLO", "LHLO") + "RCPT TO:<c@mx.example>\r\n";

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final RecordingSink sink = new RecordingSink();
    private final ByteBuf said = Unpooled.buffer();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private FuzzedSession(ListenerMode mode, @Nullable ServerTls tls) {
        ServerSettings settings = new ServerSettings(
                mode,
                false,
                "mx.example",
                LIMITS,
                List.of(),
                ClientRules.NONE,
                Spool.in(Path.of(System.getProperty("java.io.tmpdir"))),
                (envelope, message) -> {
                    sink.accept(envelope, message);
                    return CompletableFuture.completedFuture(TAKEN);
                },
                tls,
                false,
                false,
                new ServerAuth(new FuzzUsers(), true, CLOCK),
                CLOCK,
                new Traffic());
        channel.config().setAllocator(memory);
        channel.pipeline()
                .addLast(new SessionHandler(
                        settings,
                        new ReceivedField("mx.example", mode),
                        new Connections(1),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 7)));
        channel.pipeline().fireChannelActive();
    }

    /** What brings a session into a phase. */
    static String wayTo(Phase phase) {
        return switch (phase) {
            case CONNECTED -> "";
            case GREETED -> GREETED;
            case SENDER -> SENDER;
            case RECIPIENTS -> RECIPIENTS;
            case CONTENT -> RECIPIENTS + "DATA\r\n";
            case CHUNK -> RECIPIENTS + "BDAT 32 LAST\r\nSubject";
            case CHUNKS -> RECIPIENTS + "BDAT 12\r\nSubject: x\r\n";
            case AUTHENTICATING -> GREETED + "AUTH LOGIN\r\n";
            case HANDSHAKE -> GREETED + "STARTTLS\r\n";
            case CLOSED -> "QUIT\r\n";
        };
    }

    /**
     * Lets the bytes come to a session in this phase, at once and in pieces.
     *
     * @throws AssertionError if the two are answered differently, or not as {@link ExpectedReplies} has it, or memory is not freed
     */
    static void fuzz(Phase phase, byte[] input) {
        Pieces pieces = Pieces.of(input);
        Outcome whole = run(phase, null, List.of(pieces.all()));
        assertEquals(whole, run(phase, null, pieces.cut()));
        String sent = wayTo(phase) + new String(pieces.all(), StandardCharsets.ISO_8859_1);
        ExpectedReplies expected = new ExpectedReplies(sent, replies(whole.said()));
        expected.follow();
        assertEquals(expected.mails(), whole.mails());
        assertEquals(expected.isClosed(), whole.closed());
    }

    /**
     * Lets the bytes come to a session of LMTP with two recipients, at once and in pieces.
     *
     * @throws AssertionError if the two are answered differently, or with what is no reply, or memory is not freed
     */
    static void fuzzLmtp(byte[] input) {
        Pieces pieces = Pieces.of(input);
        Outcome whole = run(ListenerMode.LMTP, TO_TWO_OVER_LMTP, null, List.of(pieces.all()));
        assertEquals(whole, run(ListenerMode.LMTP, TO_TWO_OVER_LMTP, null, pieces.cut()));
        long taken = replies(whole.said()).stream().filter(TAKEN::equals).count();
        assertTrue(taken >= whole.mails().size(), "a reply for each recipient"); // RFC 2033 §4.2
    }

    /**
     * Lets the bytes come where TLS is awaited.
     *
     * @throws AssertionError if they are taken for anything but TLS
     */
    static void fuzzHandshake(ServerTls tls, byte[] input) {
        Pieces pieces = Pieces.of(input);
        String before = run(Phase.HANDSHAKE, tls, List.of()).said();
        for (List<byte[]> arriving : List.of(List.of(pieces.all()), pieces.cut())) {
            Outcome outcome = run(Phase.HANDSHAKE, tls, arriving);
            assertEquals(List.of(), outcome.mails());
            assertTrue(outcome.said().startsWith(before));
            String behind = outcome.said().substring(before.length());
            assertTrue(
                    behind.isEmpty() || "\u0015\u0016".indexOf(behind.charAt(0)) >= 0, "no record of TLS: " + behind);
        }
    }

    /**
     * What came of some bytes.
     *
     * @param said the bytes of the server, a character each
     */
    private record Outcome(String said, List<String> mails, boolean closed) {}

    private static Outcome run(Phase phase, @Nullable ServerTls tls, List<byte[]> pieces) {
        return run(ListenerMode.MX, wayTo(phase), tls, pieces);
    }

    private static Outcome run(ListenerMode mode, String way, @Nullable ServerTls tls, List<byte[]> pieces) {
        FuzzedSession session = new FuzzedSession(mode, tls);
        session.hear(way.getBytes(StandardCharsets.US_ASCII));
        pieces.forEach(session::hear);
        boolean closed = !session.channel.isOpen();
        session.channel.finishAndReleaseAll();
        assertEquals(0, session.memory.metric().usedHeapMemory(), "memory is not freed");
        assertEquals(0, session.memory.metric().usedDirectMemory(), "memory is not freed");
        return new Outcome(
                session.said.toString(StandardCharsets.ISO_8859_1),
                session.sink.mails().stream().map(RecordingSink.Mail::sent).toList(),
                closed);
    }

    private void hear(byte[] bytes) {
        if (channel.isOpen() && bytes.length > 0) {
            channel.writeInbound(memory.buffer(bytes.length).writeBytes(bytes));
            channel.runPendingTasks();
        }
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            said.writeBytes(out);
            out.release();
        }
    }

    private static List<Reply> replies(String said) {
        ByteBuf in = Unpooled.copiedBuffer(said, StandardCharsets.ISO_8859_1);
        ReplyDecoder decoder = new ReplyDecoder();
        List<Reply> replies = new ArrayList<>();
        try {
            for (Reply reply = decoder.next(in); reply != null; reply = decoder.next(in)) {
                assertFalse(reply.code() == 451 || reply.code() == 454, "a bug of ours: " + reply);
                replies.add(reply);
            }
        } catch (ProtocolException e) {
            throw new AssertionError("no reply: " + said, e);
        }
        assertEquals(0, in.readableBytes());
        return replies;
    }
}
