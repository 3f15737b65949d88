package dev.postern.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the build has laid out for the demo, beside our own classes. */
final class Kit {
    private static final String NAME = "what the build lays out";

    private static final String PAYARA_MICRO = "payara-micro.jar";
    /** Their names are part of the binding of the beans to the adapter. */
    private static final List<String> ARCHIVES = List.of("postern.rar", "postern-gateway.war");

    private final Path directory;

    private Kit(Path directory) {
        this.directory = directory;
    }

    /**
     * The kit beside our classes.
     *
     * @throws DemoException if a piece is missing
     */
    static Kit ofThisBuild() {
        try {
            Path classes = Path.of(Kit.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Kit kit = new Kit(classes.resolveSibling("").toAbsolutePath());
            kit.checkHolds("kafka", "*.jar");
            kit.checkHolds("plugins", "*");
            kit.checkHolds("payara", PAYARA_MICRO);
            for (String archive : ARCHIVES) {
                kit.checkHolds("deployments", archive);
            }
            return kit;
        } catch (URISyntaxException | IOException e) {
            throw new DemoException(NAME, e);
        }
    }

    /** Kafka's class path, for broker, worker and tools. */
    String kafkaClassPath() {
        return directory.resolve("kafka") + "/*";
    }

    /** Holds the plugins for the Connect worker. */
    Path pluginPath() {
        return directory.resolve("plugins");
    }

    /** The application server. */
    Path payaraMicro() {
        return directory.resolve("payara").resolve(PAYARA_MICRO);
    }

    /** What the application server deploys, in this order: the resource adapter, then the beans that it hands mail to. */
    List<Path> archives() {
        return ARCHIVES.stream().map(directory.resolve("deployments")::resolve).toList();
    }

    private void checkHolds(String name, String pattern) throws IOException {
        Path part = directory.resolve(name);
        if (Files.isDirectory(part)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(part, pattern)) {
                if (found.iterator().hasNext()) {
                    return;
                }
            }
        }
        throw new DemoException(
                NAME,
                part + " is missing or empty: delete the directory " + directory + ", and run ./postern demo again");
    }
}
