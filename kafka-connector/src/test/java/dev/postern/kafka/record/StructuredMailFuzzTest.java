package dev.postern.kafka.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderFields;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any JSON in a record is refused, or becomes a message in US-ASCII whose lines every server takes, and which names no blind copies. */
public final class StructuredMailFuzzTest {
    private static final List<String> ONCE = List.of("From", "Date", "Message-ID", "MIME-Version", "Content-Type");
    private static final MailReader READER = new MailReader(ValueFormat.JSON);

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(StructuredMailFuzzTest.class, StructuredMailFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        OutgoingMail mail = new FuzzedRecord(input).read(READER);
        if (mail == null) {
            return;
        }
        assertTrue(!mail.envelope().recipients().isEmpty());
        try {
            String text = new String(mail.message().toByteArray(), StandardCharsets.ISO_8859_1);
            assertTrue(
                    text.matches("(?:[\t -~\u007f]{0,998}\r\n)*+[\t -~\u007f]{0,998}"), () -> "not in lines: " + text);
            HeaderFields header = HeaderFields.read(mail.message().open(), Integer.MAX_VALUE);
            assertEquals("", header.readAhead());
            for (String name : ONCE) {
                assertEquals(1, count(header, name), name);
            }
            assertEquals(0, count(header, "Bcc"));
            assertEquals(0, count(header, "Return-Path"));
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static long count(HeaderFields header, String name) {
        return header.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .count();
    }
}
