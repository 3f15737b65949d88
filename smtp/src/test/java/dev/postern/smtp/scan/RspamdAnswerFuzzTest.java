package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.ScanResult.Outcome;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** An answer names an action and a finite score, else it is none; how much it says has a bound. */
public final class RspamdAnswerFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(RspamdAnswerFuzzTest.class, RspamdAnswerFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Finding finding =
                FuzzedAnswer.judge("rspamd", () -> RspamdAnswer.parse(input).finding("rspamd"));
        if (finding == null) {
            return;
        }
        assertNotNull(finding.result().score());
        assertFalse(finding.result().detail().isEmpty());
        if (finding.result().outcome() == Outcome.CLEAN) {
            String action = finding.result().detail().toLowerCase(Locale.ROOT);
            assertTrue(action.startsWith("no action") || action.startsWith("accept"));
        }
        try {
            assertTrue(RspamdAnswer.parse(input).symbols().size() <= 20);
        } catch (IOException e) {
            throw new UncheckedIOException("it was read before", e);
        }
    }
}
