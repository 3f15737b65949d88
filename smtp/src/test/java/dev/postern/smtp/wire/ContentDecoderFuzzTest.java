package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the encoder of content writes is decoded to the message; anything on the wire ends, and is malformed, as a plain reading of RFC 5321 has it. */
public final class ContentDecoderFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ContentDecoderFuzzTest.class, ContentDecoderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        asWire(pieces.all(), List.of(pieces.all()));
        asWire(pieces.all(), pieces.cut());
        asMessage(pieces.all());
    }

    private static void asWire(byte[] wire, List<byte[]> pieces) {
        String text = new String(wire, StandardCharsets.ISO_8859_1);
        int end = text.startsWith(".\r\n") ? 0 : text.indexOf("\r\n.\r\n") + 2;
        boolean ends = end > 1 || text.startsWith(".\r\n");
        ContentDecoder decoder = new ContentDecoder();
        StringBuilder content = new StringBuilder();
        ByteBuf in = Unpooled.buffer();
        boolean ended = false;
        for (byte[] piece : pieces) {
            in.writeBytes(piece);
            if (!ended) {
                ended = decoder.decode(
                        in,
                        (octets, index, length) ->
                                content.append(octets.toString(index, length, StandardCharsets.ISO_8859_1)));
            }
        }
        assertEquals(ends, ended);
        if (ended) {
            assertEquals(text.substring(end + 3), in.toString(StandardCharsets.ISO_8859_1));
            String sent = text.substring(0, end);
            assertEquals(sent.replace("\r\n", "").matches("(?s).*[\r\n\0].*"), decoder.isMalformed());
            if (!decoder.isMalformed()) {
                assertEquals(("\r\n" + sent).replace("\r\n.", "\r\n").substring(2), content.toString());
            }
        } else {
            assertEquals(0, in.readableBytes());
        }
    }

    private static void asMessage(byte[] message) {
        ContentEncoder encoder = new ContentEncoder(new ByteArrayInputStream(message), message.length);
        ByteBuf wire = Unpooled.buffer();
        try {
            for (ByteBuf piece = encoder.next(UnpooledByteBufAllocator.DEFAULT);
                    piece != null;
                    piece = encoder.next(UnpooledByteBufAllocator.DEFAULT)) {
                wire.writeBytes(piece);
                piece.release();
            }
        } catch (MalformedContentException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be read", e);
        }
        ContentDecoder decoder = new ContentDecoder();
        ByteBuf content = Unpooled.buffer();
        assertTrue(decoder.decode(wire, content::writeBytes));
        assertEquals(0, wire.readableBytes());
        assertTrue(!decoder.isMalformed());
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String line = text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
        assertEquals(line, content.toString(StandardCharsets.ISO_8859_1));
    }
}
