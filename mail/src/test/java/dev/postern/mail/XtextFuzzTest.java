package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is encoded is decoded to the same; what can be decoded is encoded to what means the same. */
public final class XtextFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(XtextFuzzTest.class, XtextFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        String encoded = Xtext.encode(text);
        assertTrue(encoded.chars().allMatch(c -> c > ' ' && c <= '~' && c != '='), "no esmtp-value");
        if (text.chars().noneMatch(Character::isISOControl)) {
            assertEquals(text, Xtext.decode(encoded));
        }
        String decoded;
        try {
            decoded = Xtext.decode(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertTrue(decoded.chars().noneMatch(Character::isISOControl), "a control character");
        assertEquals(decoded, Xtext.decode(Xtext.encode(decoded)));
        assertTrue(Xtext.encode(decoded).length() <= text.length(), "it grew");
    }
}
