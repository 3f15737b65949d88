package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.ScanResult.Outcome;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A mail passes as clean only where the head of an answer says so, with a score. */
public final class SpamdAnswerFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SpamdAnswerFuzzTest.class, SpamdAnswerFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String answer = new String(input, StandardCharsets.ISO_8859_1);
        Finding finding = FuzzedAnswer.judge("spamd", () -> Spamd.judge(answer));
        if (finding == null) {
            return;
        }
        boolean spam = finding.result().outcome() == Outcome.SPAM;
        assertEquals(spam ? Finding.Advice.REFUSE : Finding.Advice.TAKE, finding.advice());
        assertNotNull(finding.result().score());
        String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
        assertTrue(head.startsWith("spamd/"));
        assertTrue(head.contains(spam ? "spam: true ; " : "spam: false ; ")
                || head.contains(spam ? "spam: yes ; " : "spam: no ; "));
    }
}
