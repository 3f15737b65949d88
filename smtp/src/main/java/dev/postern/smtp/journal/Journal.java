package dev.postern.smtp.journal;

import dev.postern.mail.MailId;
import dev.postern.smtp.disk.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail in a directory that one process uses at a time. Safe for use by several threads. */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private final Path directory;
    private final Path open;
    private final Path prepared;
    private final Path queue;
    private final Path broken;
    private final FileChannel lock;
    private final Queue<Path> arrivals = new ConcurrentLinkedQueue<>();

    private Journal(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
        this.open = directory.resolve("open");
        this.prepared = directory.resolve("prepared");
        this.queue = directory.resolve("queue");
        this.broken = directory.resolve("broken");
    }

    /**
     * Opens a journal, and makes it where it is missing, for our own user alone.
     *
     * @throws IOException if another process uses it, or it can't be used; the message names the directory
     */
    public static Journal open(Path directory) throws IOException {
        DurableFiles.createPrivate(directory);
        FileChannel lock =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isLocked(lock)) {
                throw new IOException("the journal " + directory
                        + " is used by another process, or by another connection factory with other settings:"
                        + " give each a directory of its own");
            }
            Journal journal = new Journal(directory, lock);
            journal.begin(journal.open, journal.prepared, journal.queue, journal.broken);
            return journal;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock held = file.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) { // by another class loader of this process
            return false;
        }
    }

    private void begin(Path... parts) throws IOException {
        for (Path part : parts) {
            DurableFiles.createPrivate(part);
        }
        for (Path undecided : list(open)) {
            DurableFiles.deleteDirectory(undecided);
        }
        arrivals.addAll(list(queue));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private List<JournaledMail> read(Path batch) throws IOException {
        List<JournaledMail> mails = new ArrayList<>();
        for (Path file : list(batch)) {
            if (!String.valueOf(file.getFileName()).endsWith(MailFile.SUFFIX)) {
                continue;
            }
            try {
                mails.add(MailFile.read(file));
            } catch (IOException e) {
                Path kept = broken.resolve(batch.getFileName() + "-" + file.getFileName());
                LOG.error("{}; it is kept as {}", e.getMessage(), kept);
                DurableFiles.move(file, kept);
            }
        }
        return mails;
    }

    /** A batch without mail. */
    public Batch begin() {
        return new Batch(this, open.resolve(MailId.next(Clock.systemUTC())));
    }

    /**
     * The branches that were prepared, and are neither committed nor rolled back.
     *
     * @throws IOException if the directory can't be read
     */
    public List<String> prepared() throws IOException {
        return list(prepared).stream()
                .map(each -> String.valueOf(each.getFileName()))
                .toList();
    }

    /** Where a branch is, whether there is one or not. */
    Path prepared(String branch) {
        if (!BRANCH.matcher(branch).matches()) {
            throw new IllegalArgumentException("a branch is of letters, digits, dashes and underscores, not " + branch);
        }
        return prepared.resolve(branch);
    }

    /**
     * Has the mails of a prepared branch sent.
     *
     * @return false if there is no such branch
     * @throws IOException if that can't be done now; it stays prepared
     */
    public boolean commit(String branch) throws IOException {
        Path batch = prepared(branch);
        if (!Files.isDirectory(batch)) {
            return false;
        }
        enqueue(batch);
        return true;
    }

    /**
     * Forgets the mails of a prepared branch.
     *
     * @return false if there is no such branch
     * @throws IOException if that can't be done now; it stays prepared
     */
    public boolean rollback(String branch) throws IOException {
        Path batch = prepared(branch);
        if (!Files.isDirectory(batch)) {
            return false;
        }
        Path undecided = open.resolve(MailId.next(Clock.systemUTC()));
        DurableFiles.move(batch, undecided); // at once, where deleting takes a step for each file
        DurableFiles.deleteDirectory(undecided);
        return true;
    }

    void enqueue(Path batch) throws IOException {
        Path queued = queue.resolve(MailId.next(Clock.systemUTC()));
        DurableFiles.move(batch, queued);
        arrivals.add(queued);
    }

    /** What was in the queue when the journal was opened, and has come since; each is handed over once. Read here and not at the commit, which would wait for it. */
    List<JournaledMail> arrived() {
        List<JournaledMail> mails = new ArrayList<>();
        for (Path batch = arrivals.poll(); batch != null; batch = arrivals.poll()) {
            try {
                mails.addAll(read(batch));
            } catch (IOException e) {
                LOG.error("{} can't be read, and waits for the next start: {}", batch, e.toString());
            }
        }
        return mails;
    }

    /** Lets another process have the directory. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of {} could not be given up: {}", directory, e.toString());
        }
    }

    /** The directory. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
