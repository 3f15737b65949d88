package dev.postern.benchmarks.chaos;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.server.Holdings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many large mails at the same moment, into a sink that takes two at a time. */
public final class Backpressure {
    private static final long PROGRESS_SECONDS = 5;
    private static final long SPARE = 1L << 30;

    private final int heapMegabytes;
    private final int mails;
    private final long octets;
    private final PrintWriter progress;

    /**
     * @param heapMegabytes of the server
     * @param octets of each mail
     */
    public Backpressure(int heapMegabytes, int mails, long octets, PrintWriter progress) {
        this.heapMegabytes = heapMegabytes;
        this.mails = mails;
        this.octets = octets;
        this.progress = progress;
    }

    /** The octets that a run of so many mails may need in the directory for temporary files. */
    public static long spool(int mails, long octets) {
        return mails * BigMails.rounded(octets) + SPARE;
    }

    /** Runs it. */
    public Report run() throws IOException {
        Report report = Report.begun();
        List<Check> checks = report.checks();
        try (Target server = Target.start(heapMegabytes, mails + 1, spool(mails, octets))) {
            report.holdings().put("before", server.holdings());
            long start = System.nanoTime();
            Set<String> acknowledged;
            try (BigMails clients = BigMails.start(server.port(), mails, octets)) {
                watch(server, clients, report);
                acknowledged = clients.acknowledged();
                if (!clients.refusals().isEmpty()) {
                    report.figures().put("refusals", clients.refusals());
                }
            }
            report.figures().put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            report.figures().put("mails acknowledged", acknowledged.size());
            Holdings after = server.holdings();
            report.holdings().put("after", after);
            Set<String> missing = new HashSet<>(acknowledged);
            missing.removeAll(server.taken());
            checks.add(new Check(
                    "all mails arrive",
                    acknowledged.size() == mails && after.mails() == mails,
                    acknowledged.size() + " acknowledged and " + after.mails() + " taken of " + mails));
            checks.add(Check.atMost("acknowledged mails that are missing", missing.size(), 0));
            checks.add(Check.atMost("heap at its peak", report.peak(), (long) heapMegabytes << 20));
            boolean starved = server.ranOutOfMemory();
            checks.add(new Check("the server never wants for memory", !starved, starved ? "it did" : "it did not"));
        }
        return report;
    }

    private void watch(Target server, BigMails clients, Report report) {
        try {
            long said = System.nanoTime();
            while (!clients.areDone()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                if (System.nanoTime() - said > TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)) {
                    said = System.nanoTime();
                    Holdings now = server.holdings();
                    report.holdings().merge("during", now, (old, next) -> next.heap() > old.heap() ? next : old);
                    progress.printf("%d MiB sent, %d mails taken%n", clients.sent() >> 20, now.mails());
                    progress.flush();
                }
            }
            clients.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchException("a client failed: " + e.getCause(), e);
        }
    }
}
