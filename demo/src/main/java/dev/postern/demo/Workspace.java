package dev.postern.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The temporary directory of one run, readable by its owner only. */
final class Workspace implements AutoCloseable {
    /** The directory of the mails that have arrived. */
    static final String RECEIVED = "received";

    private final Path directory;
    private final boolean keep;
    private volatile boolean keepLogs;

    private Workspace(Path directory, boolean keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /**
     * Makes it.
     *
     * @param keep whether its files stay when it is closed
     * @throws DemoException if the directory for temporary files can't be written to
     */
    static Workspace create(boolean keep) {
        String parent = System.getProperty("java.io.tmpdir");
        try {
            return new Workspace(Files.createTempDirectory(Path.of(parent), "postern-demo-"), keep);
        } catch (IOException e) {
            throw new DemoException(
                    "directory for temporary files",
                    "can't write to " + parent + ": set TMPDIR to a directory that is there and writable");
        }
    }

    /** Where it is. */
    Path path() {
        return directory;
    }

    /** Makes a directory in it. */
    Path directory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    /** Lets the logs stay when it is closed: they tell what went wrong. */
    void keepLogs() {
        keepLogs = true;
    }

    /** A sentence about what stays when it is closed; empty if nothing does. */
    String remains() {
        if (keep) {
            return " Their files are in " + directory + ".";
        }
        return keepLogs ? " Their logs are in " + directory + "." : "";
    }

    /** Deletes the files that shall not stay. More calls do nothing. */
    @Override
    public void close() throws IOException {
        if (keep || !Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!keepLogs || !isLog(file)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (!keepLogs || !visited.equals(directory)) {
                    Files.deleteIfExists(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private boolean isLog(Path file) {
        return directory.equals(file.getParent()) && file.toString().endsWith(".log");
    }
}
