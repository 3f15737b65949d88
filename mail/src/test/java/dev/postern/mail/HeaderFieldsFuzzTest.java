package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The fields of a message, what ends them and what is left of the stream are the message, octet for octet. */
public final class HeaderFieldsFuzzTest {
    private static final int LIMIT = 1_024;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(HeaderFieldsFuzzTest.class, HeaderFieldsFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String message = new String(input, StandardCharsets.ISO_8859_1);
        try (InputStream in = new ByteArrayInputStream(input)) {
            HeaderFields header = HeaderFields.read(in, LIMIT);
            int end = 0;
            for (HeaderFields.Field field : header.fields()) {
                assertEquals(end, field.start());
                end = field.end();
                check(field, message.substring(field.start(), end));
            }
            assertEquals(end, header.end());
            HeaderFields ofArray = HeaderFields.of(
                    Arrays.copyOf(input, end + header.readAhead().length()));
            assertEquals(described(header), described(ofArray));
            assertEquals(header.readAhead(), ofArray.readAhead());
            assertEquals(header.isTorn(), ofArray.isTorn());
            String rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            String behind = message.substring(end, message.length() - rest.length());
            if (header.readAhead().isEmpty()) {
                assertTrue(behind.equals("\r\n") || behind.equals("\n") || message.length() == end);
            } else {
                assertEquals(header.readAhead(), behind);
                assertTrue(behind.matches("(?s)[ \t:].*|[^:]*"), "a field");
            }
        } catch (InvalidMailException e) {
            assertTrue(input.length > LIMIT || message.indexOf('\0') >= 0);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be read", e);
        }
    }

    /** The fields, each with where they start and end. */
    static List<String> described(HeaderFields header) {
        return header.fields().stream()
                .map(field -> field.start() + " to " + field.end() + " " + field.name() + ":" + field.value())
                .toList();
    }

    private static void check(HeaderFields.Field field, String text) {
        int colon = text.indexOf(':');
        assertEquals(text.substring(0, colon).stripTrailing(), field.name());
        String value = text.substring(colon + 1);
        assertTrue(value.equals(field.value())
                || value.equals(field.value() + "\n")
                || value.equals(field.value() + "\r\n"));
        assertTrue(text.matches("[^ \t\n:][^\n:]*:[^\n]*(?:\n[ \t][^\n]*)*\n?"), "not one field");
    }
}
