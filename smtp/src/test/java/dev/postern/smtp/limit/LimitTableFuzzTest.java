package dev.postern.smtp.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Entries of limits, one a line: each is told as wrong, or holds for what it names, and for several senders comes to as much as for one. */
public final class LimitTableFuzzTest {
    private static final int SENDERS = 3;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(LimitTableFuzzTest.class, LimitTableFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> entries = List.of(new String(input, StandardCharsets.UTF_8).split("\n", -1));
        LimitTable table;
        try {
            table = LimitTable.parse(entries);
        } catch (IllegalArgumentException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
            return;
        }
        for (String entry : entries) {
            String name = entry.substring(0, entry.lastIndexOf(':')).strip();
            String server = name.startsWith("*.") ? "any" + name.substring(1) : name;
            if (server.indexOf('.') >= 0) {
                Limit whole = table.named(server).orElseThrow();
                if (whole.connections() != Limit.NONE) {
                    int shared = IntStream.range(0, SENDERS)
                            .map(sender -> table.share(sender, SENDERS)
                                    .named(server)
                                    .orElseThrow()
                                    .connections())
                            .sum();
                    assertEquals(Math.max(SENDERS, whole.connections()), shared);
                }
            }
        }
    }
}
