package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.mail.ScanResult.Outcome;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Only an answer that says OK lets a mail pass as clean, and only one that says FOUND refuses it. */
public final class ClamdAnswerFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ClamdAnswerFuzzTest.class, ClamdAnswerFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String answer = new String(input, StandardCharsets.ISO_8859_1);
        Finding finding = FuzzedAnswer.judge("clamd", () -> Clamd.judge(answer));
        if (finding == null) {
            assertFalse(answer.equals("stream: OK"));
        } else if (finding.result().outcome() == Outcome.CLEAN) {
            assertEquals("stream: OK", answer);
        } else {
            assertEquals(Outcome.INFECTED, finding.result().outcome());
            assertEquals("stream: " + finding.result().detail() + " FOUND", answer);
        }
    }
}
