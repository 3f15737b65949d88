package dev.postern.kafka.source.record.claim;

import dev.postern.smtp.disk.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps them in a directory, for our own user alone: the workers share it where they run on several machines. */
public final class FileClaimStore implements ClaimStore {
    private final Path directory;

    /** @param directory which exists */
    public FileClaimStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public Claim put(ClaimName name, ClaimContent content) throws IOException {
        Path day = madeIn(directory, name.day());
        Path mail = madeIn(day, name.mail());
        Path written = Files.createTempFile(mail, ".", ".part"); // for its owner alone
        try {
            Copied copied = copy(content, written);
            Path file = mail.resolve(name.part());
            DurableFiles.publish(written, file);
            return new Claim(file.toUri().toString(), copied.size(), copied.hex());
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static Copied copy(ClaimContent content, Path file) throws IOException {
        try (InputStream in = content.open();
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            return Copied.of(in, out);
        }
    }

    private static Path madeIn(Path parent, String name) throws IOException {
        Path child = parent.resolve(name);
        if (!Files.isDirectory(child)) {
            DurableFiles.createPrivate(child);
            DurableFiles.forceDirectory(parent);
        }
        return child;
    }
}
