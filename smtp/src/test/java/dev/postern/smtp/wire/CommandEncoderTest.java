package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.testkit.Rfc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEncoderTest {
    @Test
    @Rfc("5321#2.3.8")
    void endsALineWithCrlf() {
        ByteBuf out = Unpooled.buffer();
        CommandEncoder.encode("NOOP ~", false, out);
        assertEquals("NOOP ~\r\n", out.toString(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL\r\nRSET", "MAIL\nRSET", "MAIL\rRSET", "NO\0OP", "RCPT TO:<ü@b>", "NOOP \u007f"})
    @Rfc({"5321#2.3.8", "5321#2.4c"})
    void writesNothingOfALineThatIsNotPrintableAscii(String line) {
        ByteBuf out = Unpooled.buffer();
        assertThrows(IllegalArgumentException.class, () -> CommandEncoder.encode(line, false, out));
        assertEquals(0, out.readableBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL\r\nRSET", "NO\0OP", "NOOP \u007f", "NOOP \u0085"})
    @Rfc("5321#2.3.8")
    void writesNoControlCharacterWhateverTheServerTakes(String line) {
        ByteBuf out = Unpooled.buffer();
        assertThrows(IllegalArgumentException.class, () -> CommandEncoder.encode(line, true, out));
        assertEquals(0, out.readableBytes());
    }

    @Test
    @Rfc("6531#3.6")
    void writesUtf8WhereTheServerTakesIt() {
        ByteBuf out = Unpooled.buffer();
        CommandEncoder.encode("RCPT TO:<gr\u00fc\u00dfe@b>", true, out);
        assertEquals("RCPT TO:<gr\u00fc\u00dfe@b>\r\n", out.toString(StandardCharsets.UTF_8));
    }
}
