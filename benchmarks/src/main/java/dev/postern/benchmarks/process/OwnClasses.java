package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build has put our classes; beside them is what else it has laid out. */
final class OwnClasses {
    private OwnClasses() {}

    static Path directory() {
        try {
            Path own = Path.of(OwnClasses.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
            return Files.isDirectory(own) ? own : own.resolveSibling("classes"); // tests of the archive run from that
        } catch (URISyntaxException e) {
            throw new BenchException("our own classes are not found: " + e.getMessage(), e);
        }
    }
}
