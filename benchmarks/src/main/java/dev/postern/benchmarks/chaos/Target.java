package dev.postern.benchmarks.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.benchmarks.server.Holdings;
import dev.postern.benchmarks.server.TestedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The server under test, in a process of its own with a heap of a fixed size. */
final class Target implements AutoCloseable {
    private static final String OUT_OF_MEMORY = "OutOf"; // OutOfMemoryError, OutOfDirectMemoryError

    private final ScratchDirectory scratch;
    private final JavaServer.Running server;
    private final Path taken;
    private final Path log;

    private Target(ScratchDirectory scratch, JavaServer.Running server, Path taken, Path log) {
        this.scratch = scratch;
        this.server = server;
        this.taken = taken;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param heapMegabytes the most memory for objects, and again for direct buffers
     * @param connections the limit of the listener
     * @param spool octets of its spool
     */
    static Target start(int heapMegabytes, int connections, long spool) throws IOException {
        ScratchDirectory scratch = ScratchDirectory.create();
        try {
            Path taken = scratch.path().resolve(TestedServer.TAKEN);
            Path log = scratch.path().resolve("log");
            List<String> arguments = List.of(
                    String.valueOf(connections),
                    String.valueOf(spool),
                    Keystore.create(scratch.path()).toString(),
                    Keystore.PASSWORD,
                    scratch.path().toString());
            JavaServer.Running server = JavaServer.start(
                    "the server under test",
                    List.of(
                            "-Xmx" + heapMegabytes + "m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                    TestedServer.class.getName(),
                    arguments,
                    log);
            return new Target(scratch, server, taken, log);
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** The loopback port that it listens on. */
    int port() {
        return server.port();
    }

    /** What it holds after a collection of its garbage. */
    Holdings holdings() {
        try {
            return Holdings.parse(server.process().ask("holdings"));
        } catch (JsonProcessingException e) {
            throw new BenchException("the server under test did not tell what it holds: " + e.getMessage(), e);
        }
    }

    /** The names of the mails that it has taken. */
    Set<String> taken() throws IOException {
        Set<String> names = new HashSet<>();
        for (String line : Files.readAllLines(taken)) {
            names.add(line.substring(0, line.indexOf(' ')));
        }
        return names;
    }

    /** Whether it has ever wanted for memory. */
    boolean ranOutOfMemory() throws IOException {
        return !server.process().isAlive() || Files.readString(log).contains(OUT_OF_MEMORY);
    }

    @Override
    public void close() {
        server.process().close();
        scratch.close();
    }
}
