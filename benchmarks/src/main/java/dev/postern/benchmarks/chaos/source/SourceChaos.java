package dev.postern.benchmarks.chaos.source;

import dev.postern.benchmarks.chaos.Check;
import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One thing after the other befalls the gateway, each in the middle of a share of the mails; the next share waits until the one before has got its 250s, so
 * that what became of a mail is known to come of what befell its share.
 */
public final class SourceChaos {
    private static final Duration STALLED = Duration.ofMinutes(3);
    private static final Duration MOST_TO_STOP = Duration.ofSeconds(5);

    private final KafkaKit kit;
    private final int mails;
    private final int rounds;
    private final List<Disturbance> disturbances;
    private final PrintWriter progress;

    /**
     * Chaos for so many mails in all.
     *
     * @param rounds how often each of these befalls
     * @param progress takes a line for each
     */
    public SourceChaos(KafkaKit kit, int mails, int rounds, List<Disturbance> disturbances, PrintWriter progress) {
        this.kit = kit;
        this.mails = mails;
        this.rounds = rounds;
        this.disturbances = List.copyOf(disturbances);
        this.progress = progress;
    }

    /** Runs it; where it can't come to its end, that is a check that fails, and what has come till then is counted. */
    public void run(Report report) throws IOException {
        say("starting a broker and a worker");
        long start = System.nanoTime();
        try (SourceBed bed = new SourceBed(kit)) {
            Map<Disturbance, Tally> tallies = new EnumMap<>(Disturbance.class);
            Senders senders = new Senders(bed.port(), mails);
            try (senders) {
                disturb(bed, senders, tallies);
            } catch (IllegalStateException e) { // of a part that did not start, or mails that nobody took
                report.checks().add(new Check("the run comes to its end", false, String.valueOf(e.getMessage())));
            }
            Arrivals arrivals = Arrivals.read(bed.broker().bootstrapServers(), SourceBed.TOPIC);
            for (int share = 0; share < shares(); share++) {
                for (int number = begin(share); number < begin(share + 1); number++) {
                    tally(share, tallies).count(number, senders, arrivals);
                }
            }
            conclude(bed, senders, tallies, report);
        }
        report.figures()
                .put("seconds", Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }

    private int shares() {
        return rounds * disturbances.size();
    }

    /** The first number of a share. */
    private int begin(int share) {
        return (int) ((long) mails * share / shares());
    }

    private Tally tally(int share, Map<Disturbance, Tally> tallies) {
        return tallies.computeIfAbsent(disturbances.get(share % disturbances.size()), Tally::new);
    }

    private void disturb(SourceBed bed, Senders senders, Map<Disturbance, Tally> tallies) throws IOException {
        for (int share = 0; share < shares(); share++) {
            int from = begin(share);
            int to = begin(share + 1);
            int overdue = bed.overdue().size();
            senders.give(from, to);
            senders.awaitAccepted(from + (to - from) / 2, STALLED);
            Tally tally = tally(share, tallies);
            say(tally.disturbance() + " befalls, " + senders.accepted().size() + " mails have got 250");
            tally.disturbance().befall(bed, senders);
            senders.awaitAccepted(to, STALLED);
            tally.countOverdue(bed.overdue().size() - overdue);
        }
    }

    private static void conclude(SourceBed bed, Senders senders, Map<Disturbance, Tally> tallies, Report report) {
        tallies.forEach((each, tally) -> {
            report.figures().put(each.toString(), tally.figures());
            report.checks().addAll(tally.checks());
        });
        report.figures().put("times that clients had to come back", senders.comeBacks());
        List<Check> checks = report.checks();
        checks.add(Check.atMost("mails and connections refused for good", senders.refused(), 0));
        checks.add(Check.atMost(
                "milliseconds from a stop to the closed port", bed.longestStop().toMillis(), MOST_TO_STOP.toMillis()));
    }

    private void say(String what) {
        progress.println(what);
        progress.flush();
    }
}
