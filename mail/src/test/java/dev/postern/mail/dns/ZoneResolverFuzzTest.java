package dev.postern.mail.dns;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A zone is read or refused, and every name of a question gets its answer at once. */
public final class ZoneResolverFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ZoneResolverFuzzTest.class, ZoneResolverFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        ZoneResolver zone;
        try {
            zone = ZoneResolver.of(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        for (String word : text.split("\\s+", 64)) {
            for (RecordType<?> type : TYPES) {
                CompletableFuture<? extends Answer<?>> answer =
                        zone.lookup(word, type).toCompletableFuture();
                assertTrue(answer.isDone());
                assertNotNull(answer.join());
            }
        }
    }

    private static final List<RecordType<?>> TYPES =
            List.of(RecordType.A, RecordType.AAAA, RecordType.MX, RecordType.PTR, RecordType.TXT);
}
