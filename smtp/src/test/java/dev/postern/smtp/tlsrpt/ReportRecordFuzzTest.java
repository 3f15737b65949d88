package dev.postern.smtp.tlsrpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A record as DNS gives it, one char an octet: it asks for nothing, or says the same when it is written anew. */
public final class ReportRecordFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ReportRecordFuzzTest.class, ReportRecordFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Optional<ReportRecord> record = ReportRecord.of(List.of(new String(input, StandardCharsets.ISO_8859_1)));
        if (record.isEmpty()) {
            return;
        }
        List<URI> destinations = record.get().destinations();
        assertFalse(destinations.isEmpty());
        for (URI destination : destinations) {
            assertTrue(
                    List.of("mailto", "https").contains(destination.getScheme().toLowerCase(Locale.ROOT)));
        }
        String anew = destinations.stream().map(URI::toString).collect(Collectors.joining(","));
        if (anew.length() < 4_000) {
            assertEquals(record, ReportRecord.of(List.of("v=TLSRPTv1; rua=" + anew)));
        }
    }
}
