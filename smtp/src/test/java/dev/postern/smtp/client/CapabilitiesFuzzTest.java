package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.wire.ProtocolException;
import dev.postern.smtp.wire.ReplyDecoder;
import dev.postern.testkit.fuzz.Corpus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a server offers is read from any reply to EHLO, and offered in the same words it is the same. */
public final class CapabilitiesFuzzTest {

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(CapabilitiesFuzzTest.class, CapabilitiesFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuf in = Unpooled.wrappedBuffer(input);
        Reply reply;
        try {
            reply = new ReplyDecoder().next(in);
        } catch (ProtocolException e) {
            return;
        }
        if (reply == null) {
            return;
        }
        Capabilities capabilities = Capabilities.of(reply);
        List<String> again = new ArrayList<>(List.of("mx.example"));
        capabilities.extensions().forEach((keyword, parameters) -> {
            assertTrue(capabilities.offers(keyword));
            again.add(keyword + (parameters.isEmpty() ? "" : " " + parameters));
        });
        assertTrue(again.size() <= reply.lines().size());
        assertEquals(capabilities, Capabilities.of(new Reply(250, null, again)));
        assertTrue(capabilities.maxSize() > 0);
        assertFalse(capabilities.offersAuth("PLAIN") && !capabilities.offers("AUTH"));
        assertFalse(capabilities.offersAuth(""));
    }
}
