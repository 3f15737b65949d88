package dev.postern.smtp.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A record that says what a policy is called, a character an octet: it is none, or the name could be written so. */
public final class StsRecordFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(StsRecordFuzzTest.class, StsRecordFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Optional<String> id = StsRecord.id(List.of(text));
        if (id.isEmpty()) {
            return;
        }
        assertTrue(text.startsWith("v=STSv1") && text.contains(id.get()), text);
        assertTrue(id.get().matches("[A-Za-z0-9]{1,32}"), id::get);
        assertEquals(id, StsRecord.id(List.of("v=STSv1; id=" + id.get())));
        assertEquals(id, StsRecord.id(List.of("v=spf1 -all", text)));
        assertEquals(Optional.empty(), StsRecord.id(List.of(text, text)));
    }
}
