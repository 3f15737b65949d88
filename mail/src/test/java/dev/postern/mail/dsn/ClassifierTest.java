package dev.postern.mail.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClassifierTest {
    private static final Classifier CLASSIFIER = Classifier.standard();

    /** A line of {@code replies.tsv}. */
    record Heard(Classification meaning, String server, String status, String reason) {
        static Heard parse(String line) {
            String[] columns = line.split("\t", -1);
            assertEquals(3, columns.length, line);
            String server = columns[1].equals("-") ? null : columns[1];
            // without an enhanced code of its own, what an attempt comes to
            boolean own = columns[2].matches("[45]\\.\\d+\\.\\d+ .*");
            String status = own
                    ? columns[2].substring(0, columns[2].indexOf(' '))
                    : columns[2].startsWith("4") ? "4.0.0" : "5.0.0";
            String reason = own ? columns[2].substring(columns[2].indexOf(' ') + 1) : columns[2];
            return new Heard(Classification.valueOf(columns[0]), server, status, reason);
        }
    }

    static List<Heard> replies() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ClassifierTest.class.getResourceAsStream("replies.tsv")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Heard::parse)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void tellsWhatServersMean(Heard heard) {
        assertEquals(heard.meaning(), CLASSIFIER.classify(heard.status(), heard.reason(), heard.server()));
    }

    @Test
    void everyLineOfTheTableDecidesOneOfTheseReplies() throws IOException {
        Set<Integer> decided = new TreeSet<>();
        for (Heard heard : replies()) {
            decided.add(CLASSIFIER.ruleOf(heard.status(), heard.reason(), heard.server()));
        }
        List<Integer> idle = IntStream.range(0, CLASSIFIER.size())
                .filter(rule -> !decided.contains(rule))
                .boxed()
                .toList();
        assertTrue(
                idle.isEmpty(),
                () -> "no reply in replies.tsv is decided by these lines of the table, comments not counted: "
                        + idle.stream().map(CLASSIFIER::describe).collect(Collectors.joining("\n", "\n", "")));
    }

    @Test
    void everyClassIsOfUse() throws IOException {
        Set<Classification> seen = replies().stream().map(Heard::meaning).collect(Collectors.toSet());
        assertEquals(Set.of(Classification.values()), seen);
        for (Classification classification : Classification.values()) {
            assertTrue(classification.explanation().endsWith("."), classification.name());
            assertTrue(classification.advice().endsWith("."), classification.name());
        }
    }

    @Test
    void theReplyCountsMoreThanTheStatusOfTheOutcome() {
        assertEquals(Classification.BAD_MAILBOX, CLASSIFIER.classify("5.0.0", "550 5.1.1 No", null));
        assertEquals(Classification.BAD_MAILBOX, CLASSIFIER.classify("5.1.1", "550 No", null));
        assertEquals(Classification.BAD_MAILBOX, CLASSIFIER.classify("5.1.1", "no reply at all", null));
        assertEquals(
                Classification.BAD_CONFIGURATION,
                CLASSIFIER.classify("4.3.2", "EHLO to mx.example.net:25 was answered with 535 5.7.8 No", null));
        // what a server says of other replies is its text
        assertEquals(
                Classification.BAD_MAILBOX,
                CLASSIFIER.classify("5.0.0", "550 5.1.1 RCPT was answered with 421 4.7.28 No", null));
    }

    @Test
    void theServerIsTakenByTheEndOfItsName() {
        for (String server : List.of(
                "outlook.com", "mx.outlook.com", "MX.Outlook.COM.", "mx.outlook.com[192.0.2.1]:25", "outlook.com:25")) {
            assertEquals(Classification.BLOCKED, CLASSIFIER.classify(550, "5.7.606", "No", server), server);
        }
        assertEquals(Classification.POLICY, CLASSIFIER.classify(550, "5.7.606", "No", "notoutlook.com"));
        assertEquals(Classification.POLICY, CLASSIFIER.classify(550, "5.7.606", "No", "[192.0.2.1]:25"));
        assertEquals(Classification.POLICY, CLASSIFIER.classify(550, "5.7.606", "No", null));
    }

    @Test
    void wordsAreFoundInAnyCaseAndOverTheEndsOfLines() {
        assertEquals(Classification.BAD_MAILBOX, CLASSIFIER.classify(550, null, "USER\r\n  Unknown", null));
        assertEquals(Classification.OTHER, CLASSIFIER.classify(550, null, "", null));
        assertEquals(Classification.OTHER, CLASSIFIER.classify(0, null, "", null));
    }

    @Test
    void noTextTakesLong() {
        String pieces = "mailbox for user account exceeded rate spf dkim attachment ip address certificate tls ";
        List<String> texts = List.of(
                pieces.repeat(100_000),
                "550 " + " ".repeat(3_000_000),
                "was answered with ".repeat(200_000),
                "a".repeat(3_000_000),
                "\0\r\n\t".repeat(500_000));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String text : texts) {
                for (int i = 0; i < 20; i++) {
                    CLASSIFIER.classify("5.0.0", text, "mx.example.net");
                }
            }
        });
    }

    @Test
    void everyTextHasAClass() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
            }
            Objects.requireNonNull(CLASSIFIER.classify("4.0.0", text.toString(), text.toString()), "seed " + seed);
        }
    }

    @Test
    void theFirstLineThatFitsDecides() throws IOException {
        Classifier classifier = Classifier.read("own", new StringReader("""
                # a comment

                5xx\t-\t-\tfull * house | no room\tMAILBOX_FULL
                55x\tx.1.x\texample.net\t-\tBAD_MAILBOX
                554\t-\t-\t-\tPOLICY
                """));
        assertEquals(
                Classification.MAILBOX_FULL, classifier.classify(550, "5.1.1", "Full of the House", "example.net"));
        assertEquals(Classification.MAILBOX_FULL, classifier.classify(599, null, "no  room", null));
        assertEquals(Classification.OTHER, classifier.classify(450, null, "no room", null));
        assertEquals(Classification.OTHER, classifier.classify(500, null, "house full", null));
        assertEquals(Classification.BAD_MAILBOX, classifier.classify(554, "5.1.9", "", "a.example.net"));
        assertEquals(Classification.POLICY, classifier.classify(554, "5.1.9", "", "a.example.org"));
        assertEquals(Classification.POLICY, classifier.classify(554, "not a code", "", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "550,-,-,-                  ~ there are 4 columns, where there must be 5",
                "550,-,-,-,OTHER,more       ~ there are 6 columns, where there must be 5",
                "-,-,-,-,OTHER              ~ every reply is of this line",
                "5*0,-,-,-,OTHER            ~ \"5*0\" is not a reply code such as 550 or 5xx, nor none, nor - for any",
                "_,-,-,-,OTHER             ~ \"\" is not a reply code",
                "-,5.1,-,-,OTHER            ~ \"5.1\" is not an enhanced status code such as 5.1.1 or x.1.x, nor - for any",
                "-,-,-,full*,OTHER          ~ a text or a piece of it is empty",
                "-,-,-,full||empty,OTHER    ~ a text or a piece of it is empty",
                "-,-,-,full,FULL            ~ there is no class \"FULL\"; there are [BAD_MAILBOX,",
                "550,5.1.1,-,-,OTHER        ~ a line above says this already, or the contrary"
            })
    void aBrokenLineIsNamed(String line, String message) {
        String table = "# own\n550\t5.1.1\t-\t-\tBAD_MAILBOX\n\n"
                + line.replace(",", "\t").replace("_", "").stripTrailing() + "\n";
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> Classifier.read("own.tsv", new StringReader(table)));
        assertTrue(failure.getMessage().startsWith("own.tsv line 4: " + message), failure.getMessage());
    }
}
