package dev.postern.benchmarks.chaos;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.server.Holdings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Thousands of idle connections, normal traffic, and rude clients at once; then all of them go. */
public final class ServerChaos {
    /** What heap and direct buffers may hold more behind the run than before it: code that has run, and buffers kept for reuse. */
    private static final long MEMORY_TOLERANCE = 32L << 20;

    private static final long DESCRIPTOR_TOLERANCE = 16;
    private static final long SPOOL = 1L << 30;
    private static final int WARM_UP_MAILS = 200;
    private static final long PROGRESS_SECONDS = 5;
    /** Idle connections speak before the five minutes of a command are over (RFC 5321 §4.5.3.2.7). */
    private static final long TOUCH_SECONDS = 180;

    private static final long SECONDS_TO_SETTLE = 60;

    private final int heapMegabytes;
    private final int connections;
    private final long seconds;
    private final PrintWriter progress;

    /**
     * @param heapMegabytes of the server
     * @param connections idle ones
     * @param seconds for which the rude clients are there
     */
    public ServerChaos(int heapMegabytes, int connections, long seconds, PrintWriter progress) {
        this.heapMegabytes = heapMegabytes;
        this.connections = connections;
        this.seconds = seconds;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws IOException {
        Report report = Report.begun();
        List<Check> checks = report.checks();
        try (Target server = Target.start(heapMegabytes, connections + RudeClient.ROOM, SPOOL)) {
            Set<String> warmUp = warmUp(server);
            Holdings before = settled(server);
            report.holdings().put("before", before);
            Traffic traffic = underLoad(server, report);
            Holdings after = settled(server);
            report.holdings().put("after", after);
            Set<String> missing = traffic.normal().acknowledged();
            missing.removeAll(server.taken());
            checks.add(Check.atMost("heap at its peak", report.peak(), (long) heapMegabytes << 20));
            checks.add(Check.atMost("heap behind the run", after.heap(), before.heap() + MEMORY_TOLERANCE));
            checks.add(
                    Check.atMost("direct buffers behind the run", after.direct(), before.direct() + MEMORY_TOLERANCE));
            checks.add(Check.atMost(
                    "descriptors behind the run", after.descriptors(), before.descriptors() + DESCRIPTOR_TOLERANCE));
            checks.add(Check.atMost("connections behind the run", after.connections(), 0));
            checks.add(new Check(
                    "idle connections stay", traffic.alive() == connections, traffic.alive() + " of " + connections));
            checks.add(new Check(
                    "normal mail is acknowledged all the while",
                    traffic.normal().count() > 0,
                    traffic.normal().count() + " mails"));
            checks.add(Check.atMost("acknowledged mails that are missing", missing.size(), 0));
            boolean starved = server.ranOutOfMemory();
            checks.add(new Check("the server never wants for memory", !starved, starved ? "it did" : "it did not"));
            report.figures().put("warm-up mails", warmUp.size());
        }
        return report;
    }

    /** What has come of the clients. */
    private record Traffic(NormalTraffic normal, int alive) {}

    private Traffic underLoad(Target server, Report report) throws IOException {
        int alive;
        NormalTraffic normal;
        RudeTraffic rude;
        try (IdleClients idle = IdleClients.open(server.port(), connections)) {
            progress.println(connections + " idle connections are open");
            report.holdings().put("idle", server.holdings());
            normal = NormalTraffic.start(server.port());
            rude = RudeTraffic.start(server.port());
            try (normal;
                    rude) {
                watch(idle, normal);
                report.holdings().put("during", server.holdings());
            }
            alive = idle.touch();
        }
        report.figures().put("mails acknowledged", normal.count());
        report.figures().put("mails and connections refused", normal.refused());
        report.figures().put("latency in ms", normal.latency());
        report.figures().put("rude clients", rude.outcomes());
        return new Traffic(normal, alive);
    }

    private void watch(IdleClients idle, NormalTraffic normal) throws IOException {
        long start = System.nanoTime();
        long touched = start;
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(Math.min(TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS), end - System.nanoTime()));
            if (System.nanoTime() - touched > TimeUnit.SECONDS.toNanos(TOUCH_SECONDS)) {
                idle.touch();
                touched = System.nanoTime();
            }
            progress.printf(
                    "%d s: %d mails acknowledged, %d refusals%n",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), normal.count(), normal.refused());
            progress.flush();
        }
    }

    private static Set<String> warmUp(Target server) {
        try (NormalTraffic traffic = NormalTraffic.start(server.port())) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_SETTLE);
            while (traffic.count() < WARM_UP_MAILS) {
                if (System.nanoTime() > end) {
                    throw new BenchException("the server under test takes no mail");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            return traffic.acknowledged();
        }
    }

    /** What the server holds when the last connection is gone, or the patience for it. */
    private static Holdings settled(Target server) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_SETTLE);
        Holdings now = server.holdings();
        while (now.connections() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            now = server.holdings();
        }
        return now;
    }
}
