package dev.postern.smtp.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderChanges;
import dev.postern.mail.HeaderEdit;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Verdict;
import dev.postern.smtp.wire.RoundTrip;
import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** However the bytes of a milter are cut, they hold the same responses; its replies stay replies, and its edits leave the body alone. */
public final class ResponseDecoderFuzzTest {
    private static final String HEADER = "A: 1\r\nB: 2\r\n";
    private static final String BODY = "Hello\r\n";

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ResponseDecoderFuzzTest.class, ResponseDecoderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        for (boolean leadingSpace : new boolean[] {false, true}) {
            List<Object> responses = decode(leadingSpace, List.of(pieces.all()));
            assertEquals(responses, decode(leadingSpace, pieces.cut()));
            responses.forEach(ResponseDecoderFuzzTest::check);
        }
    }

    /** The responses, and at the end what breaks the framing. */
    private static List<Object> decode(boolean leadingSpace, List<byte[]> pieces) {
        ResponseDecoder decoder = new ResponseDecoder();
        if (leadingSpace) {
            decoder.expectLeadingSpace();
        }
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        List<Object> responses = new ArrayList<>();
        String failure = null;
        for (byte[] piece : pieces) {
            try {
                channel.writeInbound(Unpooled.wrappedBuffer(piece));
            } catch (DecoderException e) {
                assertTrue(e.getCause() instanceof MilterException, () -> "a bug of ours: " + e.getCause());
                assertNull(failure);
                failure = e.getCause().getMessage();
            }
            for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
                responses.add(next);
            }
        }
        channel.finishAndReleaseAll();
        if (failure != null) {
            responses.add(failure);
        }
        return responses;
    }

    private static void check(Object response) {
        if (response instanceof Response.Refusal refusal) {
            check(new Verdict.Refused(refusal.reply()).reply());
        } else if (response instanceof Response.Edit edit) {
            check(edit.edit());
        } else if (response instanceof Response.Quarantine quarantine) {
            assertTrue(quarantine.reason().matches("[ -~]{0,200}"));
        } else if (response instanceof Response.Negotiated negotiated) {
            check(negotiated.options());
        }
    }

    private static void check(Reply reply) {
        assertFalse(reply.code() == 421, "it ends the connection");
        RoundTrip.check(reply);
    }

    private static void check(HeaderEdit edit) {
        Message original = Message.of((HEADER + "\r\n" + BODY).getBytes(StandardCharsets.ISO_8859_1));
        HeaderFields before = fields(original);
        try (Message changed = HeaderChanges.of(before, 0, List.of(edit)).applyTo(original)) {
            int count = fields(changed).fields().size();
            int least = edit instanceof HeaderEdit.Delete ? 1 : 2;
            assertTrue(least <= count && count <= least + 1, () -> "not one field: " + edit);
        }
    }

    private static HeaderFields fields(Message message) {
        try (InputStream in = message.open()) {
            HeaderFields fields = HeaderFields.read(in, Integer.MAX_VALUE);
            assertEquals("", fields.readAhead());
            assertEquals(BODY, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static void check(Options said) {
        try {
            Options agreed = Options.OFFER.agreedWith(said);
            assertEquals(0, agreed.actions() & ~Options.OFFER.actions());
            assertEquals(0, agreed.protocol() & ~Options.OFFER.protocol());
            assertTrue(agreed.version() > 1 && agreed.version() <= Options.OFFER.version());
        } catch (MilterException e) {
            assertTrue(e.getMessage().startsWith("wants "));
        }
    }
}
