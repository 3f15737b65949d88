package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the build has put our classes; beside them is what else it has laid out. */
final class OwnClasses {
    private OwnClasses() {}

    static Path directory() {
        try {
            return Path.of(OwnClasses.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new BenchException("our own classes are not found: " + e.getMessage(), e);
        }
    }
}
