package dev.postern.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory, which is gone with this object and, at the latest, with this JVM. */
public final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "delete-scratch"));
    }

    /** @throws IOException if the temporary directory of this machine can't be written to */
    public static ScratchDirectory create() throws IOException {
        return new ScratchDirectory(Files.createTempDirectory("postern-bench-"));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public synchronized void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) { // it was closed before
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
