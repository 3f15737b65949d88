package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Command;
import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A chunk as the client writes it is taken as it was, and is malformed where the client would not send it behind DATA. */
public final class ChunkDecoderFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ChunkDecoderFuzzTest.class, ChunkDecoderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        ByteBuf wire = chunk(pieces.all());
        Command command = new CommandDecoder(512).next(wire);
        assertEquals(new Command.Bdat(pieces.all().length, true), command);
        assertEquals(Unpooled.wrappedBuffer(pieces.all()), wire);
        take(pieces, List.of(pieces.all()));
        take(pieces, pieces.cut());
    }

    private static void take(Pieces pieces, List<byte[]> arriving) {
        for (boolean binary : List.of(true, false)) {
            ChunkDecoder decoder = new ChunkDecoder(binary);
            ByteBuf content = Unpooled.buffer();
            // each piece is a chunk of its own, and behind it more has come
            for (byte[] piece : arriving) {
                decoder.begin(piece.length);
                ByteBuf in = Unpooled.wrappedBuffer(piece, new byte[] {'Q'});
                assertTrue(decoder.decode(in, content::writeBytes));
                assertEquals(1, in.readableBytes());
            }
            boolean malformed = decoder.isMalformed(true);
            assertEquals(!binary && isRefusedByEncoder(pieces.all()), malformed);
            if (!malformed) {
                assertEquals(Unpooled.wrappedBuffer(pieces.all()), content);
            }
            // the same as one chunk that arrives in pieces
            ChunkDecoder one = new ChunkDecoder(binary);
            one.begin(pieces.all().length);
            List<Boolean> ends = new ArrayList<>();
            arriving.forEach(piece -> ends.add(one.decode(Unpooled.wrappedBuffer(piece), (in, index, length) -> {})));
            assertEquals(malformed, one.isMalformed(true));
            if (!ends.isEmpty()) {
                assertEquals(ends.size() - 1, pieces.all().length == 0 ? ends.size() - 1 : ends.indexOf(true));
            }
        }
    }

    private static ByteBuf chunk(byte[] message) {
        ChunkEncoder encoder = new ChunkEncoder(new ByteArrayInputStream(message), message.length);
        try {
            return written(encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be read", e);
        }
    }

    private static boolean isRefusedByEncoder(byte[] message) {
        try {
            assertFalse(written(new ContentEncoder(new ByteArrayInputStream(message), message.length))
                            .readableBytes()
                    == 0);
            return false;
        } catch (MalformedContentException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be read", e);
        }
    }

    private static ByteBuf written(OutgoingContent encoder) throws IOException {
        ByteBuf wire = Unpooled.buffer();
        for (ByteBuf piece = encoder.next(UnpooledByteBufAllocator.DEFAULT);
                piece != null;
                piece = encoder.next(UnpooledByteBufAllocator.DEFAULT)) {
            wire.writeBytes(piece);
            piece.release();
        }
        return wire;
    }
}
