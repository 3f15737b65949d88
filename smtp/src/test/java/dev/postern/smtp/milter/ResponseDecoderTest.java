package dev.postern.smtp.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mail.HeaderEdit;
import dev.postern.smtp.Reply;
import dev.postern.smtp.milter.Response.Signal;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResponseDecoderTest {
    private static final String ALL = ScriptedMilter.packet("O" + "\0\0\0\6" + "\0\0\0\1" + "\0\20\4\0" + "more\0")
            + ScriptedMilter.packet("c")
            + ScriptedMilter.packet("p")
            + ScriptedMilter.packet("s")
            + ScriptedMilter.packet("y550 5.7.1 No\0")
            + ScriptedMilter.packet("y450\0")
            + ScriptedMilter.packet("y421 4.3.2 Bye\0")
            + ScriptedMilter.packet("hA\0b\n c\0")
            + ScriptedMilter.packet("i\0\0\0\1A\0b\r\n\tc\0")
            + ScriptedMilter.packet("m\0\0\0\0A\0\0")
            + ScriptedMilter.packet("m\0\0\0\2A\0\u00e9\0")
            + ScriptedMilter.packet("qbad\u00ff\0");

    private static final List<Response> MEANT = List.of(
            new Response.Negotiated(new Options(6, 1, Options.LEADING_SPACE | Options.SKIP)),
            Signal.CONTINUE,
            Signal.PROGRESS,
            Signal.SKIP,
            new Response.Refusal(Reply.of(550, "5.7.1", "No")),
            new Response.Refusal(Reply.of(450, "4.7.1", "")),
            new Response.Refusal(Reply.of(451, "4.3.2", "Bye")),
            new Response.Edit(new HeaderEdit.Append("A", " b\r\n c"), Options.ADD_HEADERS),
            new Response.Edit(new HeaderEdit.Insert(1, "A", " b\r\n\tc"), Options.ADD_HEADERS),
            new Response.Edit(new HeaderEdit.Delete(1, "A"), Options.CHANGE_HEADERS),
            new Response.Edit(new HeaderEdit.Change(2, "A", " \u00e9"), Options.CHANGE_HEADERS),
            new Response.Quarantine("bad?"));

    private static List<Response> decode(String... parts) {
        EmbeddedChannel channel = new EmbeddedChannel(new ResponseDecoder());
        List<Response> responses = new ArrayList<>();
        try {
            for (String part : parts) {
                channel.writeInbound(Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1));
            }
        } finally {
            for (Response next = channel.readInbound(); next != null; next = channel.readInbound()) {
                responses.add(next);
            }
            channel.close();
        }
        return responses;
    }

    @Test
    void splitAtEveryOctetItMeansTheSame() {
        for (int i = 0; i <= ALL.length(); i++) {
            assertEquals(MEANT, decode(ALL.substring(0, i), ALL.substring(i)), "split at " + i);
        }
        assertEquals(MEANT, decode(ALL.split("", -1)));
    }

    @Test
    void whatIsNoPacketEndsTheDecoding() {
        for (String wrong : List.of(
                ScriptedMilter.number(0),
                ScriptedMilter.number(-1),
                ScriptedMilter.number(ResponseDecoder.LONGEST + 1),
                ScriptedMilter.packet("c\0"),
                ScriptedMilter.packet("x"),
                ScriptedMilter.packet("O\0\0"),
                ScriptedMilter.packet("hA\0b"),
                ScriptedMilter.packet("hA: x\0b\0"),
                ScriptedMilter.packet("hA\0b\nBcc: c\0"),
                ScriptedMilter.packet("hA\0b\r\n\r\nbody\0"),
                ScriptedMilter.packet("i" + ScriptedMilter.number(-1) + "A\0b\0"),
                ScriptedMilter.packet("y200 OK\0"),
                ScriptedMilter.packet("y560 \0"),
                ScriptedMilter.packet("y550 5.07.1 x\0"),
                ScriptedMilter.packet("y" + "550-a\r\n".repeat(33) + "550 a\0"))) {
            for (int i = 0; i <= wrong.length(); i++) {
                String start = wrong.substring(0, i);
                String rest = wrong.substring(i);
                DecoderException failure =
                        assertThrows(DecoderException.class, () -> decode(start, rest, ScriptedMilter.packet("c")));
                assertInstanceOf(MilterException.class, failure.getCause());
            }
        }
    }

    @Test
    void noiseDoesNoHarm() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(24)];
            random.nextBytes(noise);
            String kind =
                    "cardtspyhimqO4+b".charAt(random.nextInt(16)) + new String(noise, StandardCharsets.ISO_8859_1);
            try {
                assertEquals(1, decode(ScriptedMilter.packet(kind)).size(), "seed " + seed);
            } catch (DecoderException e) {
                assertInstanceOf(MilterException.class, e.getCause(), "seed " + seed);
            }
        }
    }

    @Test
    void addressesAreOfTwoKinds() {
        for (String address :
                List.of("inet:127.0.0.1:8891", "inet:[::1]:1", "inet:filter.example:65535", "unix:/run/x")) {
            assertEquals(address, MilterAddress.parse(address).toString());
        }
        for (String wrong : List.of(
                "",
                "8891",
                "inet:8891",
                "inet:a:0",
                "inet:a:65536",
                "inet::1:80",
                "unix:x",
                "unix:/a b",
                "unix:/" + "a".repeat(107))) {
            assertThrows(IllegalArgumentException.class, () -> MilterAddress.parse(wrong), wrong);
        }
    }
}
