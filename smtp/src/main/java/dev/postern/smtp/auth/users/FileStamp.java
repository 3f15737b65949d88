package dev.postern.smtp.auth.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * What tells one state of a file from the next.
 *
 * @param text empty for a file that can't be seen
 */
record FileStamp(String text) {
    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String permissions = Files.getFileStore(file).supportsFileAttributeView("posix")
                    ? Files.readAttributes(file, PosixFileAttributes.class)
                            .permissions()
                            .toString()
                    : "";
            return new FileStamp(attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey()
                    + " " + permissions);
        } catch (IOException e) {
            return new FileStamp("");
        }
    }
}
