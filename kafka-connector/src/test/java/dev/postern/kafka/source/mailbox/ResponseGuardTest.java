package dev.postern.kafka.source.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseGuardTest {
    private static final Bounds BOUNDS = new Bounds(10, 200, Duration.ofSeconds(60));

    /** Reads all of it, so many octets at a time. */
    private static String read(String said, int chunk) throws IOException {
        InputStream guarded = new ResponseGuard(new ByteArrayInputStream(said.getBytes(ISO_8859_1)), BOUNDS);
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[chunk];
        for (int count = guarded.read(buffer); count >= 0; count = guarded.read(buffer)) {
            read.append(new String(buffer, 0, count, ISO_8859_1));
        }
        return read.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (BODY[] {10}\r\n0123456789)\r\n",
                "* OK {99} in the midst of a line\r\n",
                "* 1 FETCH (BODY[] {8}\r\n {11}\r\n )\r\n* OK\r\n", // within a literal nothing is announced
                "* OK {}\r\n* OK {x}\r\n* OK 11}\r\n"
            })
    void whatIsWithinBoundsPassesInAnyPieces(String said) throws IOException {
        for (int chunk = 1; chunk <= said.length(); chunk++) {
            assertEquals(said, read(said, chunk));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"* {11}\r\n", "* {11+}\r\n", "* {99999999999999999999}\r\n", "* ~{11}\r\n", "* {11}\n"})
    void aLiteralThatIsTooLargeEndsItAtItsAnnouncement(String said) {
        for (int chunk = 1; chunk <= said.length(); chunk++) {
            int size = chunk;
            assertThrows(ServerLimitException.class, () -> read(said, size));
        }
    }

    @Test
    void anAnswerThatGoesOnEndsItAndAnotherCommandBeginsTheCountAnew() throws IOException {
        assertThrows(ServerLimitException.class, () -> read("* OK\r\n".repeat(34), 50));
        ResponseGuard guard =
                new ResponseGuard(new ByteArrayInputStream("* OK\r\n".repeat(50).getBytes(ISO_8859_1)), BOUNDS);
        for (int i = 0; i < 3; i++) {
            guard.commandSent();
            assertEquals(100, guard.readNBytes(100).length);
        }
        assertTrue(guard.read() < 0);
    }
}
