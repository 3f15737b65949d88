package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A message without its blind copies: nothing else is cut, and its size is what is read, in pieces of any size. */
public final class WithoutFieldsFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(WithoutFieldsFuzzTest.class, WithoutFieldsFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        try (Message message = WithoutFields.blind(Message.of(pieces.all()))) {
            byte[] expected = reference(pieces.all());
            assertEquals(expected.length, message.size());
            assertArrayEquals(expected, message.toByteArray());
            try (InputStream in = message.open()) {
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                for (byte[] piece : pieces.cut()) {
                    read.write(in.readNBytes(piece.length));
                }
                assertArrayEquals(expected, read.toByteArray());
                assertEquals(-1, in.read());
            }
            try (Message again = WithoutFields.blind(message)) {
                assertSame(message, again);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static byte[] reference(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        StringBuilder kept = new StringBuilder();
        boolean blind = false;
        int from = 0;
        while (from < text.length()) {
            int feed = text.indexOf('\n', from);
            int to = feed < 0 ? text.length() : feed + 1;
            String line = text.substring(from, to);
            if (line.length() <= 2 && line.isBlank()) {
                break;
            }
            if (!line.startsWith(" ") && !line.startsWith("\t")) {
                int colon = line.indexOf(':');
                String name = colon < 0
                        ? ""
                        : line.substring(0, colon).replaceAll("[ \t]+$", "").toLowerCase(Locale.ROOT);
                blind = name.equals("bcc") || name.equals("resent-bcc");
            }
            kept.append(blind ? "" : line);
            from = to;
        }
        return kept.append(text.substring(from)).toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
