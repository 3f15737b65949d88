package dev.postern.smtp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What shows that files have changed, without reading them.
 *
 * @param stamps file -> time, size and identity, or why it can't be seen
 */
record FileStamps(Map<Path, String> stamps) {
    static FileStamps of(List<CertificateFile> certificates) {
        Map<Path, String> stamps = new HashMap<>();
        for (CertificateFile certificate : certificates) {
            certificate.files().forEach(file -> stamps.put(file, stamp(file)));
        }
        return new FileStamps(stamps);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return seen.lastModifiedTime() + " " + seen.size() + " " + seen.fileKey();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
