package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A domain that is read is written in A-labels, and read again it is the same. */
public final class DomainFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DomainFuzzTest.class, DomainFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Domain domain;
        try {
            domain = Domain.parse(new String(input, StandardCharsets.UTF_8));
        } catch (MalformedAddressException e) {
            return;
        }
        String text = domain.text();
        assertEquals(domain, Domain.parse(text));
        assertTrue(text.chars().allMatch(c -> c > ' ' && c <= '~'), "not printable US-ASCII");
        assertTrue(text.length() <= 255, "too long");
        if (!domain.isLiteral()) {
            assertEquals(text.toLowerCase(Locale.ROOT), text);
            assertEquals(domain, Domain.parse(text.toUpperCase(Locale.ROOT)));
        }
    }
}
