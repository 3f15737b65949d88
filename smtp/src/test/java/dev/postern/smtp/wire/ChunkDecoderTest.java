package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {
    private final StringBuilder content = new StringBuilder();

    private boolean decode(ChunkDecoder decoder, ByteBuf in) {
        return decoder.decode(
                in,
                (source, index, length) -> content.append(source.toString(index, length, StandardCharsets.ISO_8859_1)));
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Decodes a message in two chunks, split at this octet. */
    private ChunkDecoder decodeSplit(String message, int split, boolean binary) {
        content.setLength(0);
        ChunkDecoder decoder = new ChunkDecoder(binary);
        for (String chunk : List.of(message.substring(0, split), message.substring(split))) {
            decoder.begin(chunk.length());
            assertTrue(decode(decoder, octets(chunk)), "an end at the end of the chunk");
        }
        return decoder;
    }

    @Test
    @Rfc("3030#2")
    void takesAsManyOctetsAsWereSaidHoweverTheyCome() {
        ChunkDecoder decoder = new ChunkDecoder(false);
        decoder.begin(9);
        assertFalse(decode(decoder, octets("")));
        assertFalse(decode(decoder, octets("123\r")));
        assertFalse(decode(decoder, octets("\n.\r\n")));
        ByteBuf rest = octets("0\r\nQUIT");
        assertTrue(decode(decoder, rest));
        assertEquals("123\r\n.\r\n0", content.toString());
        assertEquals("\r\nQUIT", rest.toString(StandardCharsets.ISO_8859_1));
        assertFalse(decoder.isMalformed(true));
    }

    @Test
    @Rfc("3030#2")
    void anEmptyChunkHasEndedAtOnce() {
        ChunkDecoder decoder = new ChunkDecoder(false);
        decoder.begin(0);
        ByteBuf next = octets("BDAT 1");
        assertTrue(decode(decoder, next));
        assertEquals(6, next.readableBytes());
    }

    @Test
    @Rfc({"3030#3", "5321#2.3.8"})
    void outsideOfBinaryWhatIsAmbiguousIsMalformedAndElseAllIsCarriedAsItIs() {
        for (String sequence : sequences()) {
            String message = "first" + sequence;
            boolean ambiguous = isAmbiguous(message);
            for (int split = 0; split <= message.length(); split++) {
                assertEquals(ambiguous, decodeSplit(message, split, false).isMalformed(true), message);
                if (!ambiguous) {
                    assertEquals(message, content.toString());
                }
                assertFalse(decodeSplit(message, split, true).isMalformed(true), message);
                assertEquals(message, content.toString());
            }
        }
    }

    /** All sequences of up to five of CR, LF, dot, NUL and a letter. */
    private static List<String> sequences() {
        List<String> all = new ArrayList<>(List.of(""));
        List<String> longest = all;
        for (int length = 1; length <= 5; length++) {
            List<String> longer = new ArrayList<>();
            for (String start : longest) {
                for (String next : List.of("\r", "\n", ".", "\0", "x")) {
                    longer.add(start + next);
                }
            }
            longest = longer;
            all = new ArrayList<>(all);
            all.addAll(longer);
        }
        return all;
    }

    private static boolean isAmbiguous(String content) {
        String withoutLines = content.replace("\r\n", "");
        return withoutLines.indexOf('\r') >= 0 || withoutLines.indexOf('\n') >= 0 || withoutLines.indexOf('\0') >= 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r", "\r"})
    void aCrAtTheEndOfAChunkIsMalformedOnlyIfTheMessageEndsThere(String chunk) {
        ChunkDecoder decoder = new ChunkDecoder(false);
        decoder.begin(chunk.length());
        decode(decoder, octets(chunk));
        assertFalse(decoder.isMalformed(false));
        assertTrue(decoder.isMalformed(true));
    }
}
