package dev.postern.smtp.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks for changed certificates again and again, on a thread of its own: files may be slow, and connections must not wait for them. */
final class CertificateWatch implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread watch = new Thread(work, "postern-certificates");
        watch.setDaemon(true);
        return watch;
    });

    CertificateWatch(ServerTls tls, Duration interval) {
        thread.scheduleWithFixedDelay(tls::refresh, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
