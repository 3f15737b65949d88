package dev.postern.mail.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Message;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a mail is like, it can be read or is more than the limits allow; its parts are no more than it is, and names are safe. */
public final class MailContentFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MailContentFuzzTest.class, MailContentFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        try (Message message = Message.of(input)) {
            MailContent content = MailContent.of(message);
            String subject = content.subject();
            assertTrue(subject == null || subject.chars().noneMatch(Character::isISOControl));
            checkText(content.text());
            checkText(content.html());
            long octets = 0;
            for (AttachedFile file : content.files()) {
                octets += file.encodedSize();
                check(file);
            }
            assertTrue(octets <= input.length);
        } catch (ContentLimitException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static void checkText(String text) {
        if (text == null) {
            return;
        }
        assertEquals(-1, text.indexOf('\r'));
        String reply = ReplyText.of(text);
        assertEquals(reply, reply.stripTrailing());
        assertTrue(reply.lines().noneMatch(line -> line.startsWith(">")));
        assertTrue(reply.lines().filter(line -> !line.isEmpty()).allMatch(text::contains));
    }

    private static void check(AttachedFile file) throws IOException {
        try (InputStream in = file.open()) {
            // a lone line feed in quoted-printable is read as CRLF
            assertTrue(in.readAllBytes().length <= 2 * file.encodedSize());
        }
        String name = file.name();
        assertFalse(name.isEmpty());
        assertEquals(name, FileName.safe(name, "none"));
        assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= 255);
        assertTrue(name.chars().noneMatch(c -> c < ' ' || "/\\:<>\"|?*".indexOf(c) >= 0), name);
    }
}
