package dev.postern.smtp.journal;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.disk.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The mails of one transaction that is not decided yet. Used by one thread at a time. */
public final class Batch {
    private final Journal journal;
    private final Path directory;
    private final List<Path> files = new ArrayList<>();

    /** @param directory is made with the first mail */
    Batch(Journal journal, Path directory) {
        this.journal = journal;
        this.directory = directory;
    }

    /** Whether it has no mail. */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /**
     * Adds a mail.
     *
     * @param message is read before this returns
     * @throws IOException if it can't be kept; then nothing is added
     */
    public void add(Envelope envelope, Message message) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(files.size() + MailFile.SUFFIX);
        try {
            MailFile.write(file, envelope, Instant.now(), message);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        files.add(file);
    }

    /**
     * Makes sure that it can be committed, whatever happens, by {@link Journal#commit}.
     *
     * @param branch how the transaction will ask for it: letters, digits, dashes and underscores, at most 200
     * @throws IOException if that can't be done; then it is to be rolled back
     */
    public void prepare(String branch) throws IOException {
        force();
        DurableFiles.move(directory, journal.prepared(branch));
    }

    /**
     * Has its mails sent.
     *
     * @throws IOException if that can't be done; then it is to be rolled back
     */
    public void commit() throws IOException {
        if (!files.isEmpty()) {
            force();
            journal.enqueue(directory);
        }
    }

    /** Forgets its mails. */
    public void rollback() {
        try {
            if (Files.exists(directory)) {
                DurableFiles.deleteDirectory(directory);
            }
        } catch (IOException e) { // else the next start does it
            throw new UncheckedIOException("mails that were rolled back could not be deleted: " + e.getMessage(), e);
        }
    }

    private void force() throws IOException {
        for (Path file : files) {
            DurableFiles.force(file);
        }
        DurableFiles.forceDirectory(directory);
    }
}
