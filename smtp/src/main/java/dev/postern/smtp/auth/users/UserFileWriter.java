package dev.postern.smtp.auth.users;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes single lines of a file of users; all others stay as they are. A reader sees the file before the change or after it, and of two
 * writers each waits for the other.
 */
public final class UserFileWriter {
    private final Path file;

    public UserFileWriter(Path file) {
        this.file = file;
    }

    /** A change of the lines, and what to tell of it. */
    @FunctionalInterface
    private interface Change {
        /** Whether it changed any line. */
        boolean apply(List<String> lines);
    }

    /**
     * Adds a user, or replaces the line of the same name; makes the file, for its owner alone, if there is none.
     *
     * @return whether there was a line of this name
     * @throws IOException if the file can't be used as it is, or not be written
     */
    public boolean put(UserLine user) throws IOException {
        boolean[] replaced = new boolean[1];
        if (Files.notExists(file)) {
            createEmpty();
        }
        change(lines -> {
            if (lines.stream().noneMatch(line -> line.startsWith(UserTable.DECOY))) {
                lines.add(0, UserTable.newDecoyLine());
            }
            int index = indexOf(lines, user.name());
            replaced[0] = index >= 0;
            lines.add(index < 0 ? lines.size() : index, user.text());
            if (index >= 0) {
                lines.remove(index + 1);
            }
            return true;
        });
        return replaced[0];
    }

    /**
     * Removes a user.
     *
     * @return whether there was a line of this name
     * @throws IOException as {@link #put}
     */
    public boolean remove(String name) throws IOException {
        return change(lines -> {
            int index = indexOf(lines, name);
            if (index >= 0) {
                lines.remove(index);
            }
            return index >= 0;
        });
    }

    /**
     * The users in the order of the file.
     *
     * @throws IOException as {@link UserFile#open}
     */
    public List<UserLine> users() throws IOException {
        return UserTable.read(file).users();
    }

    private boolean change(Change change) throws IOException {
        synchronized (UserFileWriter.class) { // a lock of a file is for other processes only
            return changeAlone(change);
        }
    }

    private boolean changeAlone(Change change) throws IOException {
        while (true) {
            UserTable.read(file); // a file that a server refuses is not changed either
            Object before = fileKey();
            try (FileChannel locked = FileChannel.open(file, StandardOpenOption.WRITE)) {
                locked.lock();
                if (!Objects.equals(before, fileKey())) {
                    continue; // replaced while we waited
                }
                List<String> lines = new ArrayList<>(UserTable.lines(file));
                boolean changed = change.apply(lines);
                if (changed) {
                    replace(lines);
                }
                return changed;
            }
        }
    }

    private Object fileKey() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void createEmpty() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IOException("the directory " + directory + " does not exist");
        }
        Path empty = temporaryFile();
        try {
            Files.createLink(file.toAbsolutePath(), empty); // unlike a move it replaces nothing
        } catch (FileAlreadyExistsException e) {
            // another writer was first
        } finally {
            Files.delete(empty);
        }
    }

    private void replace(List<String> lines) throws IOException {
        Path next = temporaryFile();
        try {
            ByteBuffer octets = StandardCharsets.UTF_8.encode(String.join("\n", lines) + "\n");
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                while (octets.hasRemaining()) {
                    out.write(octets);
                }
                out.force(true);
            }
            copyOwnership(next);
            Files.move(next, file.toRealPath(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    // readable by the owner only
    private Path temporaryFile() throws IOException {
        Path directory = (Files.exists(file) ? file.toRealPath() : file.toAbsolutePath()).getParent();
        return Files.createTempFile(directory, ".users-", ".tmp");
    }

    private void copyOwnership(Path next) throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributeView to = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (from == null || to == null) {
            return;
        }
        PosixFileAttributes old = from.readAttributes();
        PosixFileAttributes fresh = to.readAttributes();
        if (!old.group().equals(fresh.group())) {
            to.setGroup(old.group());
        }
        if (!old.owner().equals(fresh.owner())) {
            to.setOwner(old.owner());
        }
        to.setPermissions(old.permissions());
    }

    private static int indexOf(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(name + ":")) {
                return i;
            }
        }
        return -1;
    }
}
