package dev.postern.benchmarks.chaos.outage;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.chaos.Check;
import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.ArrivalCount;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Mail for a domain whose server is down, as much as waits in the end, and what that means for another domain, for memory, and for the server when it comes back. */
public final class Outage {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final int WARM_UP = 20_000;
    private static final int CONNECTIONS = 4; // smtp.connections by default
    private static final double LEAST_RATIO = 0.9;

    /** Some for indexes of the clients; a mail that waited in the heap would take a kilobyte or two. */
    private static final int MOST_GROWTH_MEGABYTES = 32;

    private final KafkaKit kit;
    private final int mails;
    private final int others;
    private final int heapMegabytes;
    private final String schedule;
    private final PrintWriter progress;

    /**
     * An outage.
     *
     * @param mails for the domain that is down
     * @param others mails for the one that is up, in each run that is measured
     * @param heapMegabytes of the worker
     * @param schedule as in {@code deferred.schedule}
     */
    public Outage(KafkaKit kit, int mails, int others, int heapMegabytes, String schedule, PrintWriter progress) {
        this.kit = kit;
        this.mails = mails;
        this.others = others;
        this.heapMegabytes = heapMegabytes;
        this.schedule = schedule;
        this.progress = progress;
    }

    /** Runs it to its end. */
    public void run(Report report) throws IOException {
        say("starting a broker and a worker");
        try (Bed bed = new Bed(kit, heapMegabytes, schedule)) {
            send(bed, WARM_UP);
            double alone = send(bed, others);
            say(rate(alone) + " mails/s to the domain that is up, alone");
            long without = bed.liveHeap();
            fill(bed);
            long with = bed.liveHeap();
            double beside = send(bed, others);
            say(rate(beside) + " mails/s to it beside " + mails + " that wait");
            report.figures().put("mails/s alone", Math.round(alone));
            report.figures().put("mails/s beside those that wait", Math.round(beside));
            report.checks()
                    .add(new Check(
                            "throughput to another domain, to that without mail that waits",
                            beside / alone >= LEAST_RATIO,
                            String.format(Locale.ROOT, "%.2f, at least %.1f", beside / alone, LEAST_RATIO)));
            report.figures().put("megabytes of heap in use, without mail that waits", without);
            report.figures().put("megabytes of heap in use beside those that wait", with);
            report.checks()
                    .add(Check.atMost(
                            "megabytes of heap in use beside those that wait, more than without",
                            with - without,
                            MOST_GROWTH_MEGABYTES));
            recover(bed, report);
            bed.checkRunning();
        }
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%.0f", rate);
    }

    /** Sends mails to the domain that is up; how many a second came. */
    private static double send(Bed bed, int count) throws IOException {
        bed.pause();
        bed.produce(Bed.UP, count);
        ArrivalCount arrivals = bed.up().arrivals();
        arrivals.begin();
        bed.resume();
        return count * 1e9 / arrivals.await(count, PATIENCE).nanos();
    }

    /** Has the mails for the other domain wait. */
    private void fill(Bed bed) throws IOException {
        long before = bed.done();
        say("writing " + mails + " mails to a domain that is down");
        bed.produce(Bed.DOWN, mails);
        long lastProgress = System.nanoTime();
        long waiting = 0;
        while (waiting < mails) {
            sleep();
            long now = bed.done() - before;
            lastProgress = now > waiting ? System.nanoTime() : lastProgress;
            waiting = now;
            say(waiting + " wait");
            if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
                throw new BenchException("only " + waiting + " of " + mails + " mails have been deferred");
            }
        }
    }

    /** Repairs the server and waits until it has all mail. */
    private void recover(Bed bed, Report report) throws IOException {
        say("the server comes back");
        AtomicInteger peak = new AtomicInteger();
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        long start = System.nanoTime();
        try (Destination repaired = bed.repair()) {
            watch.scheduleAtFixedRate(
                    () -> peak.accumulateAndGet(repaired.connections(), Math::max), 0, 20, TimeUnit.MILLISECONDS);
            watch.scheduleAtFixedRate(
                    () -> say(repaired.arrivals().count() + " of " + mails + " have come"), 5, 5, TimeUnit.SECONDS);
            ArrivalCount.Arrivals arrivals = repaired.arrivals().await(mails, PATIENCE);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            sleep(); // one too many would come now
            long came = repaired.arrivals().await(mails, PATIENCE).count();
            report.figures().put("seconds until all had come", took.toSeconds());
            report.figures().put("mails/s of the recovery", Math.round(mails * 1e9 / arrivals.nanos()));
            report.checks().add(new Check("mails that came", came == mails, came + " of " + mails));
            report.checks().add(Check.atMost("connections of the recovery", peak.get(), CONNECTIONS));
        } finally {
            watch.shutdownNow();
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    private void say(String what) {
        progress.println("outage: " + what);
        progress.flush();
    }
}
