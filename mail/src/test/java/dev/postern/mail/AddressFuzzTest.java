package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** An address that is read is written as it was, and holds nothing that could leave its path. */
public final class AddressFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(AddressFuzzTest.class, AddressFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Address address;
        try {
            address = Address.parse(new String(input, StandardCharsets.UTF_8));
        } catch (MalformedAddressException e) {
            return;
        }
        String text = address.toString();
        assertEquals(address, Address.parse(text));
        assertEquals(address.hashCode(), Address.parse(text).hashCode());
        assertTrue(text.chars().noneMatch(Character::isISOControl), "a control character");
        assertEquals(address.isAscii(), Ascii.holds(text));
        assertTrue(address.localPart().getBytes(StandardCharsets.UTF_8).length <= 64, "too long");
    }
}
