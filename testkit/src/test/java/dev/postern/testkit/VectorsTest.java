package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class VectorsTest {
    @TempDir
    private Path directory;

    @Test
    void findsThemBesideTheProject() throws IOException {
        Path module = Files.createDirectories(directory.resolve("project/mail"));
        Path vectors = Files.createDirectories(directory.resolve("shared/vectors/dkim"));
        assertEquals(vectors, Vectors.folder("dkim", module, true));
    }

    @Test
    void skipsTheTestWhereTheyAreAbsent() {
        assertThrows(TestAbortedException.class, () -> Vectors.folder("no-such-vectors", directory, false));
    }

    @Test
    void failsTheTestWhereTheyAreRequired() {
        assertThrows(IllegalStateException.class, () -> Vectors.folder("no-such-vectors", directory, true));
    }
}
