package dev.postern.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Whether a file with secrets is kept from other users; the group may read it, so that root can own what a server reads. */
public final class FilePrivacy {
    private static final Set<PosixFilePermission> ALLOWED = Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_EXECUTE);

    private FilePrivacy() {}

    /**
     * Refuses a file that others can read or write; where there are no such permissions nothing is asked.
     *
     * @throws IOException if they can, or it does not exist; the message names it and the remedy
     */
    public static void check(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            if (!ALLOWED.containsAll(view.readAttributes().permissions())) {
                throw new IOException(file + " can be read or written by other users: chmod 600 it, or 640");
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        }
    }
}
