package dev.postern.mail.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every text has a class, which neither the ends of its lines nor an address behind it change. */
public final class ClassifierFuzzTest {
    private static final int LONGEST = 900;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ClassifierFuzzTest.class, ClassifierFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Classifier classifier = Classifier.standard();
        int rule = classifier.ruleOf("5.0.0", text, text);
        assertTrue(rule >= -1 && rule < classifier.size());
        if (text.length() < LONGEST) {
            assertEquals(rule, classifier.ruleOf("5.0.0", " " + text.replace(" ", "\r\n\t") + "\r\n", text));
            assertEquals(rule, classifier.ruleOf("5.0.0", text + " <spam@greylist.example>", text));
        }
    }
}
