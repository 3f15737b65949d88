package dev.postern.mail.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.testkit.fuzz.Corpus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a message is like, its conversion is of 7 bits, has the same parts, is as long as it says, and is not converted again. */
public final class SevenBitFuzzTest {
    private static final int FAR_BELOW_LIMITS = 4_000;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SevenBitFuzzTest.class, SevenBitFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Message original = Message.of(input);
        try {
            Conversion conversion = SevenBit.convert(original, false);
            if (conversion instanceof Conversion.Done done) {
                check(original, done.message());
            } else if (conversion instanceof Conversion.Refused refused
                    && refused.reason() == Conversion.Reason.SIGNED) {
                Conversion.Done broken = (Conversion.Done) SevenBit.convert(original, true);
                assertNotEquals(original, broken.message());
                check(original, broken.message());
            }
        } catch (IOException | Unconvertible e) {
            throw new IllegalStateException("what was converted can be read", e);
        }
    }

    private static void check(Message original, Message converted) throws IOException, Unconvertible {
        byte[] octets = converted.toByteArray();
        assertEquals(converted.size(), octets.length);
        assertArrayEquals(octets, readOneByOne(converted));
        assertTrue(isSevenBit(octets));
        if (converted == original || octets.length > FAR_BELOW_LIMITS) {
            return;
        }
        assertEquals(shape(original.toByteArray()), shape(octets));
        Message again = Message.of(octets);
        Conversion.Done second = (Conversion.Done) SevenBit.convert(again, false);
        assertSame(again, second.message());
    }

    private static boolean isSevenBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet <= 0) {
                return false;
            }
        }
        return true;
    }

    /** How the parts are nested. */
    private static List<String> shape(byte[] octets) throws IOException, Unconvertible {
        List<Part> parts = PartScanner.scan(new ByteArrayInputStream(octets));
        assertFalse(parts.isEmpty());
        return parts.stream()
                .map(part -> parts.indexOf(part.parent()) + " "
                        + part.header().type().type())
                .toList();
    }

    private static byte[] readOneByOne(Message message) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (InputStream in = message.open()) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                octets.write(octet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
        return octets.toByteArray();
    }
}
