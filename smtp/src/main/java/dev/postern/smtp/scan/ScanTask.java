package dev.postern.smtp.scan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan on a worker. It is ended from outside by closing what it has open. Its thread is not interrupted: that would close the file that the
 * message rests in, too.
 */
final class ScanTask implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ScanTask.class);

    private final Work work;
    private final CompletableFuture<Finding> finding = new CompletableFuture<>();
    private final List<Closeable> open = new ArrayList<>(2);
    private boolean ended;

    /** What is done on the worker. */
    @FunctionalInterface
    interface Work {
        /** @throws IOException if nothing can be found out; the message says why */
        Finding scan(ScanTask task) throws IOException;
    }

    ScanTask(Work work) {
        this.work = work;
    }

    CompletableFuture<Finding> finding() {
        return finding;
    }

    @Override
    public void run() {
        if (finding.isDone()) {
            return;
        }
        try {
            finding.complete(work.scan(this));
        } catch (IOException | RuntimeException e) {
            finding.completeExceptionally(e);
        }
    }

    /**
     * Has this closed at the end of the scan, whichever comes.
     *
     * @throws IOException if the end has come; it is closed then
     */
    synchronized void closesAtEnd(Closeable resource) throws IOException {
        if (ended) {
            resource.close();
            throw new IOException("the scan is given up");
        }
        open.add(resource);
    }

    /** Closes what is open. */
    synchronized void end() {
        ended = true;
        for (Closeable resource : open) {
            try {
                resource.close();
            } catch (IOException e) { // the finding is what it is
                LOG.debug("A connection to a scanner could not be closed: {}", e.toString());
            }
        }
        open.clear();
    }
}
