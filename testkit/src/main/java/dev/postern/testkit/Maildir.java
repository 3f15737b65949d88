package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The mailbox of one user in the maildir format: each mail a file of its own, its lines ended by LF. */
public final class Maildir {
    private final Path directory;

    Maildir(Path directory) {
        this.directory = directory;
    }

    /** The mails that have arrived, in no particular order. */
    public List<byte[]> mails() throws IOException {
        Path arrived = directory.resolve("new");
        if (!Files.isDirectory(arrived)) {
            return List.of();
        }
        List<byte[]> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(arrived)) {
            for (Path file : files.toList()) {
                mails.add(Files.readAllBytes(file));
            }
        }
        return mails;
    }

    /**
     * Waits for mails.
     *
     * @throws AssertionError if fewer arrive in time
     */
    public List<byte[]> await(int count, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<byte[]> mails = mails();
        while (mails.size() < count) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(mails.size() + " mails of " + count + " in " + directory);
            }
            LockSupport.parkNanos(20_000_000);
            mails = mails();
        }
        return mails;
    }
}
