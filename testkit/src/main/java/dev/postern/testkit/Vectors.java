package dev.postern.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Public test data that others made, in {@code shared/vectors} beside the project, which does not hold it. */
public final class Vectors {
    private static final String SWITCH = "POSTERN_PEERS_REQUIRED";

    private Vectors() {}

    /**
     * The data of this name, such as {@code dkim}; where it is absent, the test is skipped.
     *
     * @throws IllegalStateException if it is absent, and the environment variable POSTERN_PEERS_REQUIRED is {@code true}
     */
    public static Path folder(String name) {
        return folder(name, Path.of(""), Boolean.parseBoolean(System.getenv(SWITCH)));
    }

    static Path folder(String name, Path directory, boolean required) {
        for (Path root = directory.toAbsolutePath().normalize(); root != null; root = root.getParent()) {
            Path folder = root.resolve("shared").resolve("vectors").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        String reason = "no directory above holds shared/vectors/" + name + ": put the public test vectors there";
        if (required) {
            throw new IllegalStateException(reason + " (" + SWITCH + " is set)");
        }
        throw new TestAbortedException(reason);
    }
}
