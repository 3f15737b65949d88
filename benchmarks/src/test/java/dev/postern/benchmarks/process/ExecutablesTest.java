package dev.postern.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutablesTest {
    @TempDir
    Path first;

    @TempDir
    Path second;

    @Test
    void theFirstDirectoryThatHoldsAnExecutableFileWins() throws IOException {
        Files.createFile(first.resolve("smtp-sink")); // not executable
        Path program = Files.createFile(second.resolve("smtp-sink"));
        assertTrue(program.toFile().setExecutable(true));
        Executables executables = new Executables(List.of(first, second));
        assertEquals(Optional.of(program), executables.find("smtp-sink"));
        assertEquals(Optional.empty(), executables.find("smtp-source"));
    }
}
