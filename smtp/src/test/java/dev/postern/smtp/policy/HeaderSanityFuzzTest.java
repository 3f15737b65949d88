package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Envelope;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.Message;
import dev.postern.testkit.fuzz.Corpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A header that passes reads the same to whoever reads it field by field: From and Date once, and no line that is none. */
public final class HeaderSanityFuzzTest {
    private static final Pattern LONG_LINE = Pattern.compile("[^\r\n]{999}");
    private static final List<String> ONCE = List.of("from", "date");
    private static final List<String> AT_MOST_ONCE =
            List.of("sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject");

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(HeaderSanityFuzzTest.class, HeaderSanityFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Message message = Message.of(input);
        boolean sane = isAccepted(new HeaderSanity(), message);
        boolean passesOnce = isAccepted(new LoopDetection(1), message);
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (text.matches("(?s)([^\0\r\n]|\r\n)*+")) { // no other gets through a session
            List<String> names = names(input);
            boolean wellFormed = !names.contains("");
            assertEquals(wellFormed && isSane(names) && LONG_LINE.split(header(text), -1).length == 1, sane);
            if (wellFormed) {
                assertEquals(Collections.frequency(names, "received") <= 1, passesOnce);
            }
        }
    }

    private static boolean isAccepted(Check check, Message message) {
        Verdict verdict = check.content(Envelope.of("id").build(), message)
                .toCompletableFuture()
                .join();
        return verdict instanceof Verdict.Accepted;
    }

    private static boolean isSane(List<String> names) {
        return ONCE.stream().allMatch(name -> Collections.frequency(names, name) == 1)
                && AT_MOST_ONCE.stream().allMatch(name -> Collections.frequency(names, name) <= 1);
    }

    private static String header(String message) {
        int end = message.startsWith("\r\n") ? 0 : message.indexOf("\r\n\r\n");
        return end < 0 ? message : message.substring(0, end);
    }

    /** The names of the fields in lower case; an empty one where a line is no field. */
    private static List<String> names(byte[] message) {
        try (InputStream in = new ByteArrayInputStream(message)) {
            HeaderFields fields = HeaderFields.read(in, Integer.MAX_VALUE);
            List<String> names = new ArrayList<>();
            fields.fields().forEach(field -> names.add(field.name().toLowerCase(Locale.ROOT)));
            if (!fields.readAhead().isEmpty()) {
                names.add("");
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be read", e);
        }
    }
}
