package dev.postern.kafka.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.WithoutFields;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any message in a record is refused, or leaves in lines that SMTP carries, without its blind copies, to those whom it names. */
public final class RawMailFuzzTest {
    private static final MailReader READER = new MailReader(ValueFormat.AUTO);

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(RawMailFuzzTest.class, RawMailFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        OutgoingMail mail = new FuzzedRecord(input).read(READER);
        if (mail == null) {
            return;
        }
        assertTrue(!mail.envelope().recipients().isEmpty());
        try (Message again = WithoutFields.outgoing(mail.message())) {
            byte[] octets = mail.message().toByteArray();
            assertEquals(octets.length, mail.message().size());
            assertEquals(octets.length, again.size(), "blind copies");
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            if (mail.envelope().body() != Envelope.Body.BINARY_MIME) {
                assertTrue(text.matches("(?s)(?:[^\0\r\n]|\r\n)*+"), "not in lines");
            }
            if (mail.envelope().body() == Envelope.Body.SEVEN_BIT) {
                assertTrue(text.chars().allMatch(c -> c < 0x80));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }
}
