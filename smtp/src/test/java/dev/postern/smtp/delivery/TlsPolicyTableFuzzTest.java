package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.smtp.client.TlsMode;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Entries of a policy, one a line: each is told as wrong, or holds for what it names. */
public final class TlsPolicyTableFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(TlsPolicyTableFuzzTest.class, TlsPolicyTableFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> entries = List.of(new String(input, StandardCharsets.UTF_8).split("\n", -1));
        TlsPolicyTable table;
        try {
            table = TlsPolicyTable.parse(entries, TlsMode.IMPLICIT);
        } catch (IllegalArgumentException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
            return;
        }
        assertEquals(entries.size(), table.levels().size());
        for (String entry : entries) {
            String name = entry.substring(0, entry.lastIndexOf(':')).strip();
            Domain domain = Domain.parse(name.startsWith("*.") ? name.substring(2) : name);
            TlsMode mode = table.mode(domain).toCompletableFuture().join();
            assertTrue(mode == TlsMode.IMPLICIT || table.levels().contains(mode));
            if (!name.startsWith("*.")) {
                String level = entry.substring(entry.lastIndexOf(':') + 1).strip();
                assertEquals(level.equalsIgnoreCase("required"), mode == TlsMode.IMPLICIT);
            }
        }
    }
}
