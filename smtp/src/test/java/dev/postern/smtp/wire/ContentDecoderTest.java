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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentDecoderTest {
    /** What became of some input: the content, whether its end came, whether it is malformed, and what was left. */
    private record Decoded(String content, boolean ended, boolean malformed, String rest) {}

    private static Decoded decode(List<String> parts) {
        ContentDecoder decoder = new ContentDecoder();
        StringBuilder content = new StringBuilder();
        StringBuilder rest = new StringBuilder();
        boolean ended = false;
        for (String part : parts) {
            ByteBuf in = Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1);
            if (!ended) {
                ended = decoder.decode(
                        in,
                        (source, index, length) ->
                                content.append(source.toString(index, length, StandardCharsets.ISO_8859_1)));
            }
            rest.append(in.toString(StandardCharsets.ISO_8859_1));
        }
        return new Decoded(content.toString(), ended, decoder.isMalformed(), rest.toString());
    }

    /** Decodes in one piece and split in two at each octet and in pieces of one; all must agree. */
    private static Decoded decodeEachWay(String input) {
        Decoded whole = decode(List.of(input));
        for (int i = 1; i < input.length(); i++) {
            Decoded split = decode(List.of(input.substring(0, i), input.substring(i)));
            if (whole.malformed) { // how much of it was passed on before is nobody's business
                assertTrue(split.malformed && whole.ended == split.ended && whole.rest.equals(split.rest), input);
            } else {
                assertEquals(whole, split, "split at " + i);
            }
        }
        List<String> single = new ArrayList<>();
        input.chars().forEach(c -> single.add(String.valueOf((char) c)));
        Decoded dribbled = decode(single);
        assertEquals(whole.ended, dribbled.ended);
        assertEquals(whole.malformed, dribbled.malformed);
        assertEquals(whole.rest, dribbled.rest);
        if (!whole.malformed) {
            assertEquals(whole.content, dribbled.content);
        }
        return whole;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // what crosses the wire | the content
                ".~ | ''",
                "hello~.~ | hello~",
                "~.~ | ~",
                "..~.~ | .~",
                "...~.~ | ..~",
                ".x~.~ | x~",
                "a.~.~ | a.~",
                "a~..b~.c~..~.~ | a~.b~c~.~",
                "12345678~..2345678~1~.~ | 12345678~.2345678~1~",
            })
    @Rfc("5321#4.5.2")
    void takesTheStuffingOff(String wire, String content) {
        Decoded decoded = decodeEachWay(wire.replace("~", "\r\n"));
        assertEquals(content.replace("''", "").replace("~", "\r\n"), decoded.content);
        assertTrue(decoded.ended);
        assertFalse(decoded.malformed);
        assertEquals("", decoded.rest);
    }

    @Test
    @Rfc("5321#4.5.2")
    void leavesWhatFollowsTheEnd() {
        Decoded decoded = decodeEachWay("a\r\n.\r\nMAIL FROM:<>\r\n.\r\n");
        assertEquals(new Decoded("a\r\n", true, false, "MAIL FROM:<>\r\n.\r\n"), decoded);
    }

    /** All sequences of up to six of CR, LF, dot, NUL and a letter. */
    static List<String> smuggling() {
        List<String> all = new ArrayList<>();
        List<String> longest = List.of("");
        for (int length = 1; length <= 6; length++) {
            List<String> longer = new ArrayList<>();
            for (String start : longest) {
                for (String next : List.of("\r", "\n", ".", "\0", "x")) {
                    longer.add(start + next);
                }
            }
            longest = longer;
            all.addAll(longer);
        }
        return all;
    }

    @Test
    @Rfc({"5321#2.3.8", "5321#4.1.1.4"})
    void onlyCrlfDotCrlfEndsContentAndAllElseThatCouldIsMalformed() {
        for (String sequence : smuggling()) {
            String body = "first" + sequence;
            String afterTrueEnd = "QUIT\r\n";
            String wire = body + "\r\n.\r\n" + afterTrueEnd;
            Decoded decoded = decode(List.of(wire));
            int end = wire.indexOf("\r\n.\r\n") + 5;
            assertTrue(decoded.ended, wire);
            assertEquals(wire.substring(end), decoded.rest, wire);
            String content = wire.substring(0, end - 3);
            assertEquals(isAmbiguous(content), decoded.malformed, wire);
        }
    }

    @ParameterizedTest
    @MethodSource("shortSmuggling")
    void aSplitChangesNothing(String sequence) {
        decodeEachWay("a" + sequence + "b\r\n.\r\nQ");
    }

    static List<String> shortSmuggling() {
        return smuggling().stream().filter(sequence -> sequence.length() <= 3).toList();
    }

    private static boolean isAmbiguous(String content) {
        String withoutLines = content.replace("\r\n", "");
        return withoutLines.indexOf('\r') >= 0 || withoutLines.indexOf('\n') >= 0 || withoutLines.indexOf('\0') >= 0;
    }
}
