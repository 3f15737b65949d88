package dev.postern.mail.dkim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The keys of a table of keys, a text file with a line for each:
 *
 * <pre>
 * # domain      selector  from         key
 * example.org   r2027     2027-01-01   example.org.r2027.pem
 * example.org   e2027     -            keys.p12#e2027
 * </pre>
 *
 * <p>The date is from when on mail is signed with the key, in UTC, or - for always; of those of one kind the newest signs. The key is a file in PEM (PKCS#8, not encrypted), or a
 * keystore, # and the alias in it, below the directory of the table. When one of the files changes all are read anew within some seconds;
 * where they can't be used then, the keys stay as they were.
 */
public final class DkimKeyFile implements DkimKeys, AutoCloseable {
    private final Path table;
    private final char[] password;
    private final Consumer<String> log;
    private final ScheduledExecutorService watch;
    private volatile String stamp;
    private volatile DkimKeyTable keys;

    DkimKeyFile(Path table, char[] password, Consumer<String> log, ScheduledExecutorService watch) throws IOException {
        this.table = table;
        this.password = password.clone();
        this.log = log;
        this.watch = watch;
        this.keys = DkimKeyTable.read(table, password);
        this.stamp = stamp(keys.files());
    }

    /**
     * Reads the table and the files of its keys, and begins to watch them.
     *
     * @param password of the keystores and their keys; empty where there are none
     * @param log is told of changes, and why files can't be used
     * @throws IOException if a file can't be read, or a line is malformed; the message names file, line and reason
     */
    public static DkimKeyFile open(Path table, char[] password, Consumer<String> log) throws IOException {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "postern-dkim-keys");
            thread.setDaemon(true);
            return thread;
        });
        try {
            DkimKeyFile opened = new DkimKeyFile(table, password, log, watch);
            watch.scheduleWithFixedDelay(opened::refresh, 1, 1, TimeUnit.SECONDS);
            return opened;
        } catch (IOException e) {
            watch.shutdownNow();
            throw e;
        }
    }

    @Override
    public List<DkimKey> keys(String domain, Instant now) {
        return keys.ring().keys(domain, now);
    }

    /** Ends the watch; the keys stay. */
    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** Reads the files again if one has changed. */
    void refresh() {
        String now = stamp(keys.files());
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            keys = DkimKeyTable.read(table, password);
            stamp = stamp(keys.files());
            log.accept("read " + keys.ring().size() + " DKIM keys of " + table);
        } catch (IOException | RuntimeException e) { // a failure must not end the watch
            log.accept("the DKIM keys stay as they were: " + e.getMessage());
        }
    }

    private static String stamp(List<Path> files) {
        StringBuilder stamps = new StringBuilder();
        for (Path file : files) {
            stamps.append(file).append(' ').append(stamp(file)).append('\n');
        }
        return stamps.toString();
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
