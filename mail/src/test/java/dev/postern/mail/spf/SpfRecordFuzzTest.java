package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderEdit;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A policy is read or refused, the same however often; and whatever it says, a check ends, asks little, and tells what a header can hold. */
public final class SpfRecordFuzzTest {
    /** Ten terms, each an MX of ten hosts or ten names of the client; the policy, the explanation, and what fills that. */
    private static final int MAX_QUESTIONS = 10 * 11 + 15;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SpfRecordFuzzTest.class, SpfRecordFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input: a policy, which each line stands for once, as the texts of names in turn. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        List<String> lines = List.of(text.split("\n", 4));
        boolean isPolicy = isPolicy(lines.get(0));
        SpfFinding finding = check(lines);
        if (SpfRecord.isOne(lines.get(0)) && !isPolicy) {
            assertEquals(SpfResult.PERMERROR, finding.result());
        }
        if (isPolicy) {
            assertNotEquals(SpfResult.NONE, finding.result());
        }
        var field = new HeaderEdit.Insert(0, SpfFinding.FIELD, finding.receivedSpf("mx.receiver.example"));
        for (String line : field.value().split("\r\n\t", -1)) {
            assertTrue(line.length() < 998 && line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
        }
        assertTrue(
                finding.explanation() == null || finding.explanation().chars().allMatch(c -> c >= ' ' && c <= '~'),
                finding.explanation());
    }

    private static boolean isPolicy(String text) {
        try {
            SpfRecord record = SpfRecord.parse(text);
            String again = "v=spf1 " + String.join(" ", record.terms());
            assertEquals(record.terms(), SpfRecord.parse(again).terms());
            return true;
        } catch (MalformedSpfException e) {
            return false;
        }
    }

    private static SpfFinding check(List<String> texts) {
        SuiteResolver zone = new SuiteResolver()
                .add("example.org", "TXT", texts.get(0))
                .add("example.org", "A", "203.0.113.1")
                .add("1.2.0.192.in-addr.arpa", "PTR", "host.example.org")
                .add("host.example.org", "A", Checks.CLIENT);
        for (int i = 0; i < 12; i++) {
            zone.add("mx.example.org", "MX", i + " example.org");
        }
        for (int i = 1; i < texts.size(); i++) {
            zone.add("t" + i + ".example", "TXT", texts.get(i));
        }
        CountingResolver resolver = new CountingResolver(zone);
        CompletableFuture<SpfFinding> finding = new SpfVerifier(
                        resolver, SpfLimits.STANDARD, "mx.receiver.example", Checks.CLOCK)
                .verify(SpfQuery.mailFrom(Checks.address(Checks.CLIENT), Checks.HELO, Checks.SENDER))
                .toCompletableFuture();
        assertTrue(finding.isDone());
        assertTrue(
                resolver.questions().size() <= MAX_QUESTIONS,
                () -> resolver.questions().toString());
        for (String question : resolver.questions()) {
            assertTrue(question.length() <= "AAAA ".length() + 253, question);
        }
        return finding.join();
    }
}
