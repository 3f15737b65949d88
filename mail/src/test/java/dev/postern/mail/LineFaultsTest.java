package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFaultsTest {
    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\r\n", "a\r\n\r\nb\r\n", "é\r\n."})
    void linesThatEndInCrlfAreFine(String content) {
        assertNull(LineFaults.first(octets(content)));
    }

    @Test
    void theFirstFaultIsNamedWithItsPlace() {
        assertEquals("bare LF at octet 1: lines end in CRLF", LineFaults.first(octets("a\nb\0")));
        assertEquals("bare CR at octet 3: lines end in CRLF", LineFaults.first(octets("a\r\n\r")));
        assertEquals("bare CR at octet 0: lines end in CRLF", LineFaults.first(octets("\r\r\n")));
        assertEquals("NUL at octet 4", LineFaults.first(octets("ab\r\n\0")));
    }
}
