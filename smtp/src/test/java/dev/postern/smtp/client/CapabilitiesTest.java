package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.testkit.Rfc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
    private static Capabilities offered(String... lines) {
        return Capabilities.of(new Reply(250, null, List.of(lines)));
    }

    @Test
    @Rfc("5321#4.1.1.1b")
    void keywordsCountInAnyCaseAndTheFirstLineIsNone() {
        Capabilities capabilities = offered("PIPELINING greets you", "8bitMime", "starttls", "X-OWN with parameters");
        assertTrue(capabilities.offers("8BITMIME"));
        assertTrue(capabilities.offers("STARTTLS"));
        assertTrue(capabilities.offers("X-OWN"));
        assertFalse(capabilities.offers("PIPELINING"));
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE 1000, 1000",
        "size 1000, 1000",
        "SIZE, " + Long.MAX_VALUE,
        "SIZE 0, " + Long.MAX_VALUE,
        "SIZE unlimited, " + Long.MAX_VALUE,
        "SIZE 99999999999999999999, " + Long.MAX_VALUE,
        "HELP, " + Long.MAX_VALUE
    })
    @Rfc("1870#4")
    void aSizeOfZeroOrNoneIsNoLimit(String line, long octets) {
        assertEquals(octets, offered("mx", line).maxSize());
    }

    @Test
    @Rfc("4954#3")
    void mechanismsAreListedBehindAuth() {
        Capabilities capabilities = offered("mx", "AUTH CRAM-MD5 plain");
        assertTrue(capabilities.offersAuth("PLAIN"));
        assertFalse(capabilities.offersAuth("LOGIN"));
        assertFalse(offered("mx", "PLAIN").offersAuth("PLAIN"));
    }
}
