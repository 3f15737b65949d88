package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.Rfc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each header, split at every octet. */
class IncomingHeaderTest {
    private static final HeaderChanges BOTH =
            new HeaderChanges(true, Map.of("date", "Date: D\r\n", "message-id", "Message-ID: M\r\n"));
    private static final HeaderChanges DROPS = new HeaderChanges(true, Map.of());

    private static String changed(HeaderChanges changes, String message, int split) {
        StringBuilder out = new StringBuilder();
        IncomingHeader header = new IncomingHeader(
                changes, (in, index, length) -> out.append(in.toString(index, length, StandardCharsets.ISO_8859_1)));
        ByteBuf octets = Unpooled.copiedBuffer(message, StandardCharsets.ISO_8859_1);
        header.content(octets, 0, split);
        header.content(octets, split, octets.readableBytes() - split);
        header.end();
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "'To: a\r\n\r\nbody\r\n', 'To: a\r\nDate: D\r\nMessage-ID: M\r\n\r\nbody\r\n'",
        "'DATE : x\r\nTo: a\r\n\r\nbody\r\n', 'DATE : x\r\nTo: a\r\nMessage-ID: M\r\n\r\nbody\r\n'",
        "'Message-Id: x\r\n\ty\r\nDate: z\r\n\r\nDate: no\r\n', 'Message-Id: x\r\n\ty\r\nDate: z\r\n\r\nDate: no\r\n'",
        "'To: a\r\n Date: folded\r\n\r\n', 'To: a\r\n Date: folded\r\nDate: D\r\nMessage-ID: M\r\n\r\n'",
        "'Dates: x\r\nX-Date: y\r\n\r\n', 'Dates: x\r\nX-Date: y\r\nDate: D\r\nMessage-ID: M\r\n\r\n'",
        "'\r\nDate: body\r\n', 'Date: D\r\nMessage-ID: M\r\n\r\nDate: body\r\n'",
        "'To: a\r\n', 'To: a\r\nDate: D\r\nMessage-ID: M\r\n'",
        "'\u000bDate: x\r\n\r\n', '\u000bDate: x\r\nDate: D\r\nMessage-ID: M\r\n\r\n'",
        "'To: a', 'To: a\r\nDate: D\r\nMessage-ID: M\r\n'",
        "'Garb', 'Garb\r\nDate: D\r\nMessage-ID: M\r\n'",
        "'', 'Date: D\r\nMessage-ID: M\r\n'",
        "'no field\r\nDate: x\r\n\r\nb', 'no field\r\nDate: x\r\nMessage-ID: M\r\n\r\nb'",
    })
    @Rfc({"6409#8.2", "6409#8.3"})
    void addsWhatIsMissing(String before, String after) {
        for (int split = 0; split <= before.length(); split++) {
            assertEquals(after, changed(BOTH, before, split), "split at " + split);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Return-Path: <x@y>\r\nTo: a\r\n\r\nReturn-Path: b\r\n', 'To: a\r\n\r\nReturn-Path: b\r\n'",
        "'To: a\r\nreturn-PATH \t: <x@y>\r\n <z>\r\n\tq\r\nReturn-Path:\r\nX: y\r\n z\r\n\r\n', 'To: a\r\nX: y\r\n z\r\n\r\n'",
        "'X-Return-Path: a\r\nReturn-Paths: b\r\nReturn-Pat: c\r\n\r\n', 'X-Return-Path: a\r\nReturn-Paths: b\r\nReturn-Pat: c\r\n\r\n'",
        "'Return-Path: a', ''",
        "'Return-Path: a\r\nno field\r\n\r\nx', 'no field\r\n\r\nx'",
        "'Return-Path: a\r\nTo', 'To'",
        "'\r\nx', '\r\nx'",
    })
    @Rfc("5321#4.4c")
    void dropsReturnPath(String before, String after) {
        for (int split = 0; split <= before.length(); split++) {
            assertEquals(after, changed(DROPS, before, split), "split at " + split);
        }
    }

    @ParameterizedTest
    @CsvSource({"997", "998", "999", "5000"})
    void aLineThatIsNoFieldIsNotHeldBackForLong(int length) {
        String line = "x".repeat(length) + ": y\r\n";
        String message = "Return-Path: a\r\n" + line + "\r\nbody";
        assertEquals(line + "\r\nbody", changed(DROPS, message, 20));
    }
}
