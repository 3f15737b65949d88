package dev.postern.mail.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.mime.ReadLimits;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a mail is like, there is an outline of it, within its limits; no two parts have one path. */
public final class MailOutlineFuzzTest {
    private static final ReadLimits LIMITS = new ReadLimits(5, 20, 4_096, 1_024);

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MailOutlineFuzzTest.class, MailOutlineFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        try (Message message = Message.of(input)) {
            MailOutline mail = MailOutline.of(message, LIMITS);
            assertTrue(mail.parts().size() <= LIMITS.parts());
            checkText(mail.text());
            checkText(mail.html());
            checkHeader(mail.header(), input.length);
            Set<String> paths = new HashSet<>();
            for (OutlinedPart part : mail.parts()) {
                assertTrue(paths.add(part.path()), part::path);
                assertTrue(part.path().split("\\.", -1).length <= 2 * LIMITS.depth(), part::path);
                assertTrue(part.fileName() == null || !part.fileName().isEmpty());
                try (var in = part.open()) {
                    assertTrue(in.readAllBytes().length <= 2 * part.part().encodedSize());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static void checkHeader(MailHeader header, int octets) {
        int size = 0;
        for (MailHeader.Field field : header.fields()) {
            size += field.name().length() + field.raw().length();
            assertEquals(-1, field.decoded().indexOf('\n'));
            header.addresses(field.name());
            header.ids(field.name());
        }
        header.date();
        assertTrue(size <= octets);
    }

    private static void checkText(String text) {
        assertTrue(text == null || (text.indexOf('\r') < 0 && text.length() <= 2 * LIMITS.textOctets()));
    }
}
