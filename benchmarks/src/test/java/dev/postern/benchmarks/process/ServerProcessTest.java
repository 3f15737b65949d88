package dev.postern.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.benchmarks.BenchException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path directory;

    @Test
    void endsWhenClosed() {
        ServerProcess server = ServerProcess.start("cat", new ProcessBuilder("cat"));
        assertTrue(server.isAlive());
        server.close();
        assertFalse(server.isAlive());
        assertThrows(BenchException.class, server::cpuMicros);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        BenchException failure = assertThrows(
                BenchException.class,
                () -> ServerProcess.start(
                        "ghost", new ProcessBuilder(directory.resolve("ghost").toString())));
        assertTrue(failure.getMessage().startsWith("ghost can't be started: "), failure.getMessage());
    }

    @Test
    void aJavaServerThatFailsToStartTellsWhy() {
        BenchException failure = assertThrows(
                BenchException.class,
                () -> JavaServer.start("ghost", "no.such.Main", List.of(), directory.resolve("log")));
        assertTrue(failure.getMessage().contains("no.such.Main"), failure.getMessage());
    }
}
