package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.smtp.Command;
import dev.postern.smtp.Verb;
import dev.postern.testkit.Rfc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecoderTest {
    private static final int MAX_LINE = 2048;

    /** Decodes one line as a whole and grown octet by octet; both must agree. */
    private static Command decode(String line) {
        Command whole = new CommandDecoder(MAX_LINE).next(buffer(line));
        assertNotNull(whole);
        CommandDecoder decoder = new CommandDecoder(MAX_LINE);
        for (int i = 0; i < line.length(); i++) {
            Command partial = decoder.next(buffer(line.substring(0, i)));
            if (partial != null) { // lost framing shows before the end of the line
                assertTrue(decoder.isBroken());
                assertEquals(whole, partial);
                return whole;
            }
        }
        return whole;
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static String replyTo(String line) {
        return assertInstanceOf(Command.Malformed.class, decode(line)).reply().toString();
    }

    @Test
    @Rfc({"5321#4.1.1.2", "5321#4.1.1.3", "5321#4.1.2"})
    void readsPathsAndParameters() {
        assertEquals(
                new Command.Mail(Address.parse("a@b.c"), Map.of("SIZE", "12", "BODY", "8BITMIME", "FLAG", ""), true),
                decode("MAIL FROM:<a@b.c> size=12 Body=8BITMIME FLAG\r\n"));
        assertEquals(new Command.Mail(null, Map.of(), true), decode("mail from:<>\r\n"));
        assertEquals(new Command.Mail(Address.parse("a@b.c"), Map.of(), true), decode("MAIL FROM: <a@b.c>\r\n"));
        assertEquals(new Command.Rcpt(Address.parse("a@b.c"), Map.of(), true), decode("RCPT TO:<a@b.c>\r\n"));
        assertEquals(new Command.Rcpt(Address.parse("\"a>b\"@c"), Map.of(), true), decode("RCPT TO:<\"a>b\"@c>\r\n"));
        assertEquals(new Command.Rcpt(null, Map.of(), true), decode("RCPT TO:<PostMaster>\r\n"));
    }

    @Test
    @Rfc({"5321#C", "5321#3.6.1"})
    void ignoresSourceRoutes() {
        assertEquals(
                new Command.Rcpt(Address.parse("user@final"), Map.of(), true),
                decode("RCPT TO:<@one.example,@two.example:user@final>\r\n"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DATA", "RSET", "QUIT", "STARTTLS", "NOOP", "HELP"})
    @Rfc("5321#2.4")
    void readsVerbsInAnyCaseWithSpaceBehind(Verb verb) {
        assertEquals(new Command.Plain(verb, ""), decode(verb + "\r\n"));
        assertEquals(new Command.Plain(verb, ""), decode(verb.name().toLowerCase(Locale.ROOT) + "  \r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FOO | 500 5.5.1",
                "'' | 500 5.5.1",
                "EHLO | 501 5.5.4",
                "EHLO a(b) | 501 5.5.4",
                "HELO a b | 501 5.5.4",
                "MAIL | 501 5.5.2",
                "MAIL FROM:a@b | 501 5.5.2",
                "MAIL FROM:<a@b | 501 5.5.2",
                "MAIL FROM:<a@b>x | 501 5.5.2",
                "MAIL TO:<a@b> | 501 5.5.2",
                "MAIL FROM:<a b@c> | 553 5.1.7",
                "MAIL FROM:<a@b> SIZE= | 501 5.5.4",
                "MAIL FROM:<a@b> =1 | 501 5.5.4",
                "MAIL FROM:<a@b> A=1 A=2 | 501 5.5.4",
                "MAIL FROM:<a@b> A=1=2 | 501 5.5.4",
                "MAIL FROM:<\u00fc@b> | 500 5.5.2",
                "RCPT TO:<> | 501 5.5.2",
                "RCPT TO:<a> | 553 5.1.3",
                "RCPT TO:<@x:> | 501 5.5.2",
                "RCPT TO:<@x> | 501 5.5.2",
                "DATA now | 501 5.5.4",
                "QUIT please | 501 5.5.4",
                "STARTTLS now | 501 5.5.4",
                "VRFY | 501 5.5.4",
                "EXPN | 501 5.5.4"
            })
    @Rfc({"5321#4.2.4", "5321#4.3.2"})
    void saysWhatIsWrong(String line, String reply) {
        String actual = replyTo(line.replace("''", "") + "\r\n");
        assertTrue(actual.startsWith(reply), actual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP\nQUIT\r\n", "NOOP\r\r\n", "NOOP\rQUIT\r\n", "NO\0OP\r\n", "\n", "\0", "NOOP\r\0\r\n"})
    @Rfc("5321#2.3.8")
    void bareLineBreaksAndNulBreakTheFraming(String line) {
        CommandDecoder decoder = new CommandDecoder(MAX_LINE);
        Command command = decoder.next(buffer(line));
        assertTrue(decoder.isBroken());
        assertTrue(assertInstanceOf(Command.Malformed.class, command)
                .reply()
                .toString()
                .startsWith("521 5.5.2"));
        decode(line);
    }

    @Test
    @Rfc({"5321#4.5.3.1.4", "5321#4.5.3.1.9"})
    void takesLinesUpToTheLimit() {
        String longest = "NOOP " + "x".repeat(MAX_LINE - 7) + "\r\n";
        assertInstanceOf(Command.Plain.class, new CommandDecoder(MAX_LINE).next(buffer(longest)));
        CommandDecoder decoder = new CommandDecoder(MAX_LINE);
        assertNull(decoder.next(buffer("x".repeat(MAX_LINE - 2))));
        assertFalse(decoder.isBroken());
        Command tooLong = decoder.next(buffer("x".repeat(MAX_LINE - 1)));
        assertTrue(assertInstanceOf(Command.Malformed.class, tooLong)
                .reply()
                .toString()
                .startsWith("500 5.5.6"));
        assertTrue(decoder.isBroken());
    }

    @Test
    @Rfc({"5321#4.5.3.1.3", "5321#4.5.3.1.9"})
    void takesPathsOf256Octets() {
        String local = "l".repeat(64);
        String domain = "d".repeat(63) + "." + "d".repeat(63) + "." + "d".repeat(61);
        String path = "<" + local + "@" + domain + ">";
        assertEquals(256, path.length());
        assertInstanceOf(Command.Mail.class, decode("MAIL FROM:" + path + "\r\n"));
        assertInstanceOf(Command.Rcpt.class, decode("RCPT TO:" + path + "\r\n"));
        assertTrue(replyTo("RCPT TO:" + path.replace(">", "d>") + "\r\n").startsWith("501 5.5.2"));
    }

    @Test
    void leavesTheNextLineInTheBuffer() {
        ByteBuf in = buffer("NOOP\r\nQUIT\r\nRS");
        CommandDecoder decoder = new CommandDecoder(MAX_LINE);
        assertEquals(new Command.Plain(Verb.NOOP, ""), decoder.next(in));
        assertEquals(new Command.Plain(Verb.QUIT, ""), decoder.next(in));
        assertNull(decoder.next(in));
        assertEquals(2, in.readableBytes());
    }
}
