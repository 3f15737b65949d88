package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build has laid out beside our classes for a broker and its workers. */
public record KafkaKit(Path directory) {
    private static final String KAFKA = "kafka";
    private static final String PLUGINS = "plugins";

    /**
     * The kit of this build.
     *
     * @throws BenchException if a piece is missing
     */
    public static KafkaKit ofThisBuild() {
        KafkaKit kit = new KafkaKit(OwnClasses.directory().resolveSibling(""));
        for (String part : new String[] {KAFKA, PLUGINS}) {
            if (!Files.isDirectory(kit.directory.resolve(part))) {
                throw new BenchException(kit.directory.resolve(part) + " is missing: delete the directory "
                        + kit.directory + ", and run the command again");
            }
        }
        return kit;
    }

    /** The class path of broker and workers. */
    public String classPath() {
        return directory.resolve(KAFKA) + "/*";
    }

    /** Holds our connectors. */
    public Path pluginPath() {
        return directory.resolve(PLUGINS);
    }

    /** Holds the connectors of others; missing where they have not been fetched. */
    public Path peerPath() {
        return directory.resolve("peers");
    }
}
