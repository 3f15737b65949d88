package dev.postern.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFileTest {
    @TempDir
    Path directory;

    private RoutesFile file(String content) throws IOException {
        return new RoutesFile(Files.writeString(directory.resolve("routes"), content));
    }

    private String problem(RoutesFile file) {
        return assertThrows(RoutesException.class, file::read).getMessage();
    }

    @Test
    void linesEndAsFilesOfEitherSystemDo() throws Exception {
        RoutingTable table =
                file("bob@example.org mx\r\njürgen@example.org discard\n").read();
        assertEquals(1, table.deliveries(Address.parse("jürgen@example.org")).size());
        assertEquals(1, table.deliveries(Address.parse("bob@example.org")).size());
    }

    @Test
    void whatIsWrongIsSaidWithTheFile() throws IOException {
        assertTrue(problem(file("bob@example.org")).startsWith(directory.resolve("routes") + " line 1: "));
        assertTrue(problem(new RoutesFile(directory)).startsWith(directory + " can't be read: "));
        Files.write(directory.resolve("latin"), new byte[] {'j', (byte) 0xfc});
        assertEquals(
                directory.resolve("latin") + " is no text in UTF-8: store it as such",
                problem(new RoutesFile(directory.resolve("latin"))));
        assertTrue(problem(new RoutesFile(directory.resolve("missing"))).contains("missing can't be read"));
    }

    @Test
    void aChangeCountsWhenItLastsForALook() throws Exception {
        RoutesFile file = file("bob@example.org mx");
        file.read();
        assertFalse(file.hasChanged());
        file("bob@example.org mx\nann@example.org ");
        assertFalse(file.hasChanged());
        file("bob@example.org mx\nann@example.org mx");
        assertFalse(file.hasChanged());
        assertTrue(file.hasChanged());
        file.read();
        assertFalse(file.hasChanged());
        assertFalse(file.hasChanged());
    }

    @Test
    void whatWasWrongIsNotReadAgainAndAgain() throws Exception {
        RoutesFile file = file("bob@example.org mx");
        file.read();
        file("bob@example.org");
        file.hasChanged();
        assertTrue(file.hasChanged());
        problem(file);
        assertFalse(file.hasChanged());
        assertFalse(file.hasChanged());
    }
}
