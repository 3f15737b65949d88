package dev.postern.smtp.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.discovery.MailboxDialogue.Step;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a server says: TLS begins behind its consent only, a server in plaintext is never good, and there is an end. */
public final class MailboxDialogueFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MailboxDialogueFuzzTest.class, MailboxDialogueFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines =
                new String(input, StandardCharsets.ISO_8859_1).lines().toList();
        for (Protection protection : Protection.values()) {
            hear(lines, MailService.IMAP, protection, "* ok", "a ok");
            hear(lines, MailService.POP3, protection, "+ok", "+ok");
        }
    }

    private static void hear(
            List<String> lines, MailService service, Protection protection, String greeting, String consent) {
        MailboxDialogue dialogue = new MailboxDialogue(service, protection);
        int heard = 0;
        Step last = Step.WAIT;
        try {
            for (String line : lines) {
                assertTrue(heard < 20, "no end");
                boolean over = last == Step.SECURE || last == Step.LEAVE;
                last = dialogue.hear(line);
                assertTrue(!over, "it went on behind the end");
                String said = line.toLowerCase(Locale.ROOT);
                switch (last) {
                    case ASK -> {
                        assertEquals(0, heard);
                        assertEquals(Protection.STARTTLS, protection);
                        assertTrue(said.startsWith(greeting), said);
                    }
                    case LEAVE -> {
                        assertEquals(Protection.IMPLICIT, protection);
                        assertTrue(said.startsWith(greeting), said);
                    }
                    case SECURE -> assertTrue(said.startsWith(consent), said);
                    case WAIT -> assertEquals(MailService.IMAP, service);
                }
                heard++;
            }
        } catch (IOException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
        }
    }
}
