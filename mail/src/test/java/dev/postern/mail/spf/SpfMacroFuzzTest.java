package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A macro is read or refused; what it makes is short, and a name the right end of the text that the same macro makes. */
public final class SpfMacroFuzzTest {
    private static final int MOST = 100_000;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SpfMacroFuzzTest.class, SpfMacroFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input: a macro, and behind a line break the local part. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        String macro = end < 0 ? text : text.substring(0, end);
        MacroValues values = values(end < 0 ? "ann" : text.substring(end + 1));
        try {
            String filled = MacroParser.explanation(macro).text(values, MOST);
            assertTrue(filled == null || filled.length() <= MOST);
        } catch (MalformedSpfException e) {
            assertMalformed(macro); // what explains nothing names nothing
            return;
        }
        try {
            assertName(MacroParser.domain(macro), values);
        } catch (MalformedSpfException e) {
            return;
        }
    }

    private static void assertName(Macro macro, MacroValues values) {
        String name = macro.name(values);
        assertTrue(name.length() <= 253, name);
        String text = macro.text(values, MOST);
        if (text != null) {
            String whole = TargetName.normalized(text);
            assertTrue(whole.endsWith(name), name);
            assertEquals(TargetName.fitting(whole), name);
        }
    }

    private static void assertMalformed(String macro) {
        try {
            MacroParser.domain(macro);
        } catch (MalformedSpfException e) {
            return;
        }
        throw new AssertionError("a name, but no explanation: " + macro);
    }

    private static MacroValues values(String localPart) {
        return new MacroValues(
                localPart,
                "example.org",
                "example.org",
                new ClientAddress(Checks.address("2001:db8::1")),
                Checks.HELO,
                "unknown",
                "mx.receiver.example",
                Checks.CLOCK.instant());
    }
}
