package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.testkit.Rfc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyEncoderTest {
    private static String encode(Reply reply) {
        ByteBuf out = Unpooled.buffer();
        ReplyEncoder.encode(reply, out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    @Rfc("5321#4.2.1")
    void writesOneLine() {
        assertEquals("354 Go ahead\r\n", encode(Reply.of(354, "Go ahead")));
    }

    @Test
    @Rfc("5321#4.2.1")
    void writesSeveralLinesWithHyphensUpToTheLast() {
        assertEquals(
                "250-mx\r\n250-SIZE 1\r\n250 HELP\r\n", encode(new Reply(250, null, List.of("mx", "SIZE 1", "HELP"))));
    }

    @Test
    @Rfc("2034#4")
    void writesTheEnhancedCodeOnEachLine() {
        Reply reply = new Reply(550, new EnhancedCode(5, 10, 999), List.of("no", "never"));
        assertEquals("550-5.10.999 no\r\n550 5.10.999 never\r\n", encode(reply));
    }

    @Test
    void writesNoOctetBeyondAscii() {
        assertEquals("250 gr??e\r\n", encode(Reply.of(250, "gr\u00fc\u00dfe")));
    }

    @Test
    @Rfc("5321#4.5.3.1.5")
    void noLineIsLongerThan512Octets() {
        Reply reply = new Reply(550, new EnhancedCode(5, 1, 1), List.of("x".repeat(500), "y".repeat(501)));
        assertEquals("550-5.1.1 " + "x".repeat(500) + "\r\n550 5.1.1 " + "y".repeat(500) + "\r\n", encode(reply));
    }
}
