package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Demands;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.wire.CommandDecoder;
import dev.postern.smtp.wire.ReplyEncoder;
import dev.postern.testkit.fuzz.Corpus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Parameters of MAIL are refused with a reply, or are within their bounds and fit to travel beside the mail. */
public final class MailParametersFuzzTest {
    private static final Honours ALL = new Honours(true, Duration.ofDays(7), true, true);
    private static final Instant NOW = Instant.EPOCH;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MailParametersFuzzTest.class, MailParametersFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuf line = Unpooled.copiedBuffer("MAIL FROM:<a@b.example> ", StandardCharsets.US_ASCII)
                .writeBytes(input)
                .writeBytes(new byte[] {13, 10});
        if (!(new CommandDecoder(8_192).next(line) instanceof Command.Mail mail)) {
            return;
        }
        MailParameters parameters = new MailParameters(true, new DemandParameters(ALL, true, NOW));
        Reply refusal = parameters.read(mail.parameters());
        if (refusal != null) {
            assertTrue(refusal.isPermanent());
            ByteBuf out = Unpooled.buffer();
            ReplyEncoder.encode(refusal, out);
            assertTrue(out.toString(StandardCharsets.ISO_8859_1).matches("[ -~]{1,510}\r\n"));
            return;
        }
        Demands demands = parameters.demands();
        Instant held = demands.heldUntil();
        assertTrue(held == null || !held.isAfter(NOW.plus(Duration.ofDays(7))));
        assertTrue(parameters.size() >= 0);
        assertEquals(mail.parameters().containsKey("REQUIRETLS"), demands.requireTls());
        assertEquals(mail.parameters().containsKey("BY"), demands.deliverBy() != null);
        Envelope envelope = Envelope.of("01TEST")
                .body(parameters.body())
                .smtpUtf8(parameters.smtpUtf8())
                .dsn(parameters.dsn())
                .demands(demands)
                .build();
        EnvelopeAttributes.of(envelope)
                .forEach(attribute -> assertTrue(attribute.getValue().matches("[ -~]*")));
    }
}
