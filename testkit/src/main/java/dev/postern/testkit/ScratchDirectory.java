package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory of a peer, open to the users that the peer runs as. */
final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    static ScratchDirectory create(String prefix) throws IOException {
        Path path = Files.createTempDirectory(prefix);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ScratchDirectory(path);
    }

    Path path() {
        return path;
    }

    /** Makes a directory in it that belongs to this user. */
    Path directory(String name, String owner) throws IOException {
        Path directory = Files.createDirectory(path.resolve(name));
        Files.setOwner(
                directory, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
        return directory;
    }

    /** The number of the user whom a file belongs to. */
    static int ownerId(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    /** Writes a file. */
    Path write(String name, String content) throws IOException {
        return Files.writeString(path.resolve(name), content);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
