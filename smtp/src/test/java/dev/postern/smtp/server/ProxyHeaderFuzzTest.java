package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a proxy says: a session begins at most once, has a client with an address, and gets all that comes behind the header. */
public final class ProxyHeaderFuzzTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ProxyHeaderFuzzTest.class, ProxyHeaderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        Outcome whole = Outcome.of(List.of(pieces.all()));
        Outcome cut = Outcome.of(pieces.cut());
        assertEquals(whole.clients, cut.clients);
        if (!whole.clients.isEmpty()) {
            assertEquals(whole.behind, cut.behind);
            assertFalse(whole.closed || cut.closed);
            int header = pieces.all().length - whole.behind.readableBytes();
            assertEquals(Unpooled.wrappedBuffer(pieces.all(), header, whole.behind.readableBytes()), whole.behind);
        }
        if (whole.closed) {
            assertTrue(cut.closed, "refused only in one");
        }
    }

    /** What came of some bytes. */
    private static final class Outcome {
        private final List<InetSocketAddress> clients = new ArrayList<>();
        private final ByteBuf behind = Unpooled.buffer();
        private boolean closed;

        static Outcome of(List<byte[]> pieces) {
            Outcome outcome = new Outcome();
            EmbeddedChannel channel = new EmbeddedChannel() {
                @Override
                protected SocketAddress remoteAddress0() {
                    return PROXY;
                }
            };
            channel.pipeline().addLast(new HAProxyMessageDecoder(true), new ProxyHandler(client -> {
                assertTrue(client.getAddress() != null && client.getPort() >= 0);
                outcome.clients.add(client);
                channel.pipeline().addLast(outcome.session());
            }));
            for (byte[] piece : pieces) {
                if (channel.isOpen()) {
                    channel.writeInbound(Unpooled.wrappedBuffer(piece));
                }
            }
            outcome.closed = !channel.isOpen();
            channel.finishAndReleaseAll();
            assertTrue(outcome.clients.size() <= 1);
            return outcome;
        }

        private ChannelInboundHandlerAdapter session() {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ByteBuf bytes = (ByteBuf) message;
                    behind.writeBytes(bytes);
                    bytes.release();
                }
            };
        }
    }
}
