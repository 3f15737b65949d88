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
        CommandEncoder.encode("NOOP ~", out);
        assertEquals("NOOP ~\r\n", out.toString(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL\r\nRSET", "MAIL\nRSET", "MAIL\rRSET", "NO\0OP", "RCPT TO:<ü@b>", "NOOP \u007f"})
    @Rfc({"5321#2.3.8", "5321#2.4c"})
    void writesNothingOfALineThatIsNotPrintableAscii(String line) {
        ByteBuf out = Unpooled.buffer();
        assertThrows(IllegalArgumentException.class, () -> CommandEncoder.encode(line, out));
        assertEquals(0, out.readableBytes());
    }
}
