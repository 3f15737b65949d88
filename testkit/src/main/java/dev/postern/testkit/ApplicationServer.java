package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Path;

/** An application server in a process of its own, to which archives can be deployed while it runs. */
public interface ApplicationServer extends AutoCloseable {
    /** The id of its JVM's process. */
    long pid();

    /**
     * Deploys an archive, in place of the one of the same file name, if there is one.
     *
     * @throws IllegalStateException if the server does not take it; with what it said
     */
    void deploy(Path archive) throws IOException;

    /**
     * Takes an archive away.
     *
     * @param file its name, such as {@code postern.rar}
     * @throws IllegalStateException if it can't be taken away; with what the server said
     */
    void undeploy(String file) throws IOException;

    /** Ends it as a crash would. */
    void kill();

    @Override
    void close();
}
