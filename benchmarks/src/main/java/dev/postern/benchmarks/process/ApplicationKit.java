package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The application servers, and Postern's archives for them, that the build has laid out beside our classes. */
public record ApplicationKit(Path directory) {
    private static final String SERVERS = "servers";

    /** The kit of this build. */
    public static ApplicationKit ofThisBuild() {
        return new ApplicationKit(OwnClasses.directory().resolveSibling(""));
    }

    /** The resource adapter. */
    public Path adapter() {
        return found("postern.rar");
    }

    /** The gateway: adapter and beans in one. */
    public Path gateway() {
        return found("postern-gateway.ear");
    }

    /** The jar of Payara Micro. */
    public Path payaraMicro() {
        return found("payara-micro.jar");
    }

    /** The directory of Payara Server. */
    public Path payaraServer() {
        return found("payara6");
    }

    /** The directory of WildFly. */
    public Path wildFly() {
        return found("wildfly-*");
    }

    private Path found(String pattern) {
        Path servers = directory.resolve(SERVERS);
        if (Files.isDirectory(servers)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(servers, pattern)) {
                for (Path first : found) {
                    return first;
                }
            } catch (IOException e) {
                throw new BenchException(servers + " can't be read: " + e.getMessage(), e);
            }
        }
        throw new BenchException(servers.resolve(pattern) + " is missing: delete the directory " + directory
                + ", and run the command again");
    }
}
