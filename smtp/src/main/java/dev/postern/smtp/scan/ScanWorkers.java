package dev.postern.smtp.scan;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which scans wait for files and scanners, and the queue before them; both bounded. */
public final class ScanWorkers implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private final Set<ScanTask> open = ConcurrentHashMap.newKeySet();

    /**
     * @param threads scans that go on at a time
     * @param queue scans that wait; one more fails at once
     */
    public ScanWorkers(int threads, int queue) {
        this.threads = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), work -> {
                    Thread thread = new Thread(work, "postern-scan-" + NUMBER.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Does a scan when a thread is free; cancelling what is returned ends it, or takes it out of the queue. */
    CompletableFuture<Finding> submit(ScanTask.Work work) {
        ScanTask task = new ScanTask(work);
        CompletableFuture<Finding> finding = task.finding();
        open.add(task);
        finding.whenComplete((found, failure) -> {
            open.remove(task);
            if (failure instanceof CancellationException) {
                threads.remove(task);
            }
            task.end();
        });
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            finding.completeExceptionally(new IOException("too many mails wait to be scanned", e));
        }
        return finding;
    }

    /** Ends all scans, which fail; more calls do nothing. */
    @Override
    public void close() {
        threads.shutdown();
        open.forEach(task -> task.finding().cancel(true));
    }
}
