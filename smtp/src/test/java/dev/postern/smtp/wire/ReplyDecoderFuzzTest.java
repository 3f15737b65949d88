package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.smtp.Reply;
import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** However the bytes of a server are cut, they hold the same replies; a reply that is written is read as it was. */
public final class ReplyDecoderFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ReplyDecoderFuzzTest.class, ReplyDecoderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        List<Object> replies = read(List.of(pieces.all()));
        assertEquals(replies, read(pieces.cut()));
        for (Object read : replies) {
            if (read instanceof Reply reply && reply.lines().stream().allMatch(line -> line.length() < 480)) {
                ByteBuf out = Unpooled.buffer();
                ReplyEncoder.encode(reply, out);
                assertEquals(reply, one(out));
                assertEquals(0, out.readableBytes());
            }
        }
    }

    /** The replies, and at the end what breaks the framing. */
    private static List<Object> read(List<byte[]> pieces) {
        List<Object> replies = new ArrayList<>();
        ReplyDecoder decoder = new ReplyDecoder();
        ByteBuf in = Unpooled.buffer();
        try {
            for (byte[] piece : pieces) {
                in.writeBytes(piece);
                for (Reply reply = decoder.next(in); reply != null; reply = decoder.next(in)) {
                    replies.add(reply);
                }
            }
        } catch (ProtocolException e) {
            replies.add(e.getMessage());
        }
        return replies;
    }

    private static Reply one(ByteBuf in) {
        try {
            return new ReplyDecoder().next(in);
        } catch (ProtocolException e) {
            throw new AssertionError("our own reply is none", e);
        }
    }
}
