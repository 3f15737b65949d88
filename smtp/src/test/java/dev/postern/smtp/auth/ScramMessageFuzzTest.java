package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.sasl.SaslText;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Messages of SCRAM that are read, put together again, are the same. */
public final class ScramMessageFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ScramMessageFuzzTest.class, ScramMessageFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String message = new String(input, StandardCharsets.UTF_8);
        ScramClientFirst first = ScramClientFirst.parse(message);
        if (first != null) {
            assertEquals(message, first.header().text() + first.bare());
            assertEquals(first.user(), SaslText.name(first.user()));
            assertTrue(first.nonce().chars().allMatch(c -> c > ' ' && c <= '~' && c != ','));
            String again = first.header().text() + "n="
                    + first.user().replace("=", "=3D").replace(",", "=2C") + ",r=" + first.nonce();
            assertEquals(first.user(), ScramClientFirst.parse(again).user());
            assertEquals(first.header(), ScramClientFirst.parse(again).header());
            assertEquals(first.header().flag() == 'p', first.header().binding() != null);
        }
        ScramClientFinal last = ScramClientFinal.parse(message);
        if (last != null) {
            assertEquals(message, last.withoutProof() + ",p=" + last.proof());
            assertFalse((last.binding() + last.nonce() + last.proof()).contains(","));
            assertTrue(message.startsWith("c=" + last.binding() + ",r=" + last.nonce()));
        }
        ScramVerifier verifier;
        try {
            verifier = ScramVerifier.parse(message);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertEquals(verifier.text(), ScramVerifier.parse(verifier.text()).text());
        assertFalse(verifier.toString().contains("$"));
    }
}
