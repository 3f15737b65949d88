package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.fuzz.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever edits are asked for, the changed message holds the fields that they name, and its body as it was.
 *
 * <p>An input is edits, each a letter, a digit, a name, a colon and a value, with NUL behind it; then the message.
 */
public final class HeaderChangesFuzzTest {
    private static final int HIDDEN = 1;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(HeaderChangesFuzzTest.class, HeaderChangesFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\0", -1);
        List<HeaderEdit> edits = new ArrayList<>();
        for (String part : List.of(parts).subList(0, parts.length - 1)) {
            addEdit(part, edits);
        }
        String text = "Received: by us\r\n" + parts[parts.length - 1];
        Message original = Message.of(text.getBytes(StandardCharsets.ISO_8859_1));
        HeaderFields before = fields(original);
        try (Message changed = HeaderChanges.of(before, HIDDEN, edits).applyTo(original)) {
            byte[] octets = changed.toByteArray();
            assertEquals(changed.size(), octets.length);
            assertArrayEquals(octets, readOneByOne(changed));
            HeaderFields after = fields(changed);
            assertEquals(
                    new EditedHeader(before.fields(), HIDDEN).after(edits),
                    after.fields().stream().map(EditedHeader::line).toList());
            assertEquals(
                    text.substring(before.end()),
                    new String(octets, StandardCharsets.ISO_8859_1).substring(after.end()));
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static void addEdit(String text, List<HeaderEdit> edits) {
        int colon = text.indexOf(':');
        if (colon < 2) {
            return;
        }
        int number = text.charAt(1) - '0';
        String name = text.substring(2, colon);
        String value = text.substring(colon + 1);
        try {
            edits.add(
                    switch (text.charAt(0)) {
                        case 'i' -> new HeaderEdit.Insert(number, name, value);
                        case 'c' -> new HeaderEdit.Change(number, name, value);
                        case 'd' -> new HeaderEdit.Delete(number, name);
                        default -> new HeaderEdit.Append(name, value);
                    });
        } catch (IllegalArgumentException e) { // it would not be one field
            return;
        }
    }

    private static HeaderFields fields(Message message) {
        try (InputStream in = message.open()) {
            return HeaderFields.read(in, Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static byte[] readOneByOne(Message message) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (InputStream in = message.open()) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                octets.write(octet);
            }
        }
        return octets.toByteArray();
    }
}
