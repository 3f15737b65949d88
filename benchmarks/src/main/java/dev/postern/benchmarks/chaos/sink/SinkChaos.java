package dev.postern.benchmarks.chaos.sink;

import dev.postern.benchmarks.chaos.Check;
import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One disturbance while mails flow, and what became of each of them. */
public final class SinkChaos {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PROGRESS = Duration.ofSeconds(5);
    private static final Duration STALLED = Duration.ofMinutes(3);
    private static final Duration LAST_NOTICES = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int HELD = 3;
    private static final int SHOWN = 10;
    private static final int TASKS = 3;

    private final KafkaKit kit;
    private final int mails;
    private final Duration hold;
    private final long seed;
    private final PrintWriter progress;

    /**
     * Chaos for so many mails.
     *
     * @param hold how late the receiver answers three of them
     * @param seed of the receiver's mood
     */
    public SinkChaos(KafkaKit kit, int mails, Duration hold, long seed, PrintWriter progress) {
        this.kit = kit;
        this.mails = mails;
        this.hold = hold;
        this.seed = seed;
        this.progress = progress;
    }

    /** Runs it for one disturbance; where it can't come to its end, that is a check that fails. */
    public void run(Disturbance disturbance, Report report) throws IOException {
        try {
            runToItsEnd(disturbance, report);
        } catch (IllegalStateException e) { // of a part that did not start, or a connector that failed
            report.checks().add(new Check(disturbance + ": comes to its end", false, String.valueOf(e.getMessage())));
        }
    }

    private void runToItsEnd(Disturbance disturbance, Report report) throws IOException {
        say(disturbance, "starting a broker and a worker");
        try (SinkBed bed = new SinkBed(kit, new MoodyReceiver(mails, HELD, hold, seed))) {
            Mails.produce(bed.broker().bootstrapServers(), SinkBed.TOPIC, mails);
            long start = System.nanoTime();
            bed.runConnector(TASKS);
            Disturbance.Moments moments = new Disturbance.Moments();
            try (FinalEvents events = new FinalEvents(bed.broker().bootstrapServers(), SinkBed.EVENTS)) {
                awaitEnded(disturbance, events, mails / 3);
                say(disturbance, "befalls now");
                ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
                if (!disturbance.isMoment()) {
                    watch.scheduleAtFixedRate(
                            () -> moments.note(bed), 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                }
                try {
                    disturbance.befall(bed, moments);
                } finally {
                    watch.shutdownNow();
                }
                awaitEnded(disturbance, events, mails);
                awaitNotices(events, bed.receiver());
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                conclude(disturbance, bed, events, moments.onTheWire(), took, report);
            }
        }
    }

    /** Until so many recipients have come to an end, or none does for minutes. */
    private void awaitEnded(Disturbance disturbance, FinalEvents events, int wanted) {
        long lastProgress = System.nanoTime();
        long lastWord = lastProgress;
        int before = events.ended();
        while (events.ended() < wanted && isWithin(lastProgress, STALLED)) {
            events.read(POLL);
            if (events.ended() > before) {
                before = events.ended();
                lastProgress = System.nanoTime();
            }
            if (!isWithin(lastWord, PROGRESS)) {
                lastWord = System.nanoTime();
                say(disturbance, events.ended() + " of " + mails + " have ended");
            }
        }
    }

    /** Until the sender of each refused mail has been told, or for some time. */
    private void awaitNotices(FinalEvents events, MoodyReceiver receiver) {
        long start = System.nanoTime();
        while (receiver.notices() < refused() && isWithin(start, LAST_NOTICES)) {
            events.read(POLL);
        }
    }

    private long refused() {
        return IntStream.range(0, mails).filter(MoodyReceiver::isRefused).count();
    }

    private static boolean isWithin(long since, Duration most) {
        return System.nanoTime() - since < most.toNanos();
    }

    private void conclude(
            Disturbance disturbance,
            SinkBed bed,
            FinalEvents events,
            Set<Integer> onTheWire,
            Duration took,
            Report report) {
        for (int i = 0; i < 10; i++) {
            events.read(POLL); // an end too many would come now
        }
        List<Integer> lost = new ArrayList<>();
        long duplicates = 0;
        long unexplained = 0;
        for (int number = 0; number < mails; number++) {
            int taken = bed.receiver().taken(number);
            if (MoodyReceiver.isRefused(number)) {
                continue;
            }
            if (taken == 0) {
                lost.add(number);
            } else if (taken > 1) {
                duplicates += taken - 1;
                unexplained += onTheWire.contains(number) ? 0 : 1;
            }
        }
        Map<String, Object> figures = new HashMap<>(events.kinds());
        figures.put("seconds", took.toSeconds());
        figures.put("on the wire", onTheWire.size());
        figures.put("duplicates", duplicates);
        report.figures().put(disturbance.toString(), figures);
        List<Check> checks = report.checks();
        checks.add(Check.atMost(disturbance + ": mails lost", lost.size(), 0));
        List<List<String>> endedTwice = events.endedTwice();
        if (!endedTwice.isEmpty()) {
            figures.put("some with more than one end", endedTwice.subList(0, Math.min(SHOWN, endedTwice.size())));
        }
        checks.add(new Check(
                disturbance + ": recipients with exactly one end",
                events.ended() == mails && endedTwice.isEmpty(),
                events.ended() - endedTwice.size() + " of " + mails + ", " + endedTwice.size() + " with more"));
        checks.add(Check.atMost(
                disturbance + ": duplicates, where so many were on the wire in the last second",
                duplicates,
                onTheWire.size()));
        checks.add(Check.atMost(disturbance + ": duplicates of mails that were not on the wire then", unexplained, 0));
        checks.add(new Check(
                disturbance + ": refused mails whose sender was told",
                bed.receiver().notices() >= refused(),
                bed.receiver().notices() + " notifications of " + refused()));
    }

    private void say(Disturbance disturbance, String what) {
        progress.println(disturbance + ": " + what);
        progress.flush();
    }
}
