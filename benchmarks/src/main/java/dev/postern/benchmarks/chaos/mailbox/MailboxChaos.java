package dev.postern.benchmarks.chaos.mailbox;

import dev.postern.benchmarks.chaos.Check;
import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Mailboxes are read from the start and while they fill, with everything going wrong; and each mail is counted. */
public final class MailboxChaos {
    private final KafkaKit kit;
    private final int mails;
    private final long seed;
    private final PrintWriter progress;

    /** @param seed of where connections are cut */
    public MailboxChaos(KafkaKit kit, int mails, long seed, PrintWriter progress) {
        this.kit = kit;
        this.mails = mails;
        this.seed = seed;
        this.progress = progress;
    }

    /** Runs it once; where it can't come to its end, that is a check that fails. */
    public void run(Reading reading, Guarantee guarantee, Report report) throws IOException {
        String name = reading + " " + guarantee;
        Consumer<String> say = what -> {
            progress.println(name + ": " + what);
            progress.flush();
        };
        try (MailboxBed bed = new MailboxBed(kit, reading, guarantee)) {
            bed.mailboxes().deliver(0, mails);
            Map<String, Object> figures = new LinkedHashMap<>();
            report.figures().put(name, figures);
            say.accept("reading " + mails + " mails as fast as that goes");
            firstSync(bed, reading.leaving(), figures);
            try (Disturbed disturbed = new Disturbed(bed, reading, mails, say)) {
                disturbed.run(seed);
                disturbed.conclude(guarantee, name, figures, report.checks());
            }
        } catch (IllegalStateException e) { // of a part that did not start, or a connector that failed
            report.checks().add(new Check(name + ": comes to its end", false, String.valueOf(e.getMessage())));
        }
    }

    private void firstSync(MailboxBed bed, Reading reading, Map<String, Object> figures) throws IOException {
        bed.run(reading, "first", "first", 0);
        try (ReadMails read = new ReadMails(bed.bootstrapServers(), "first")) {
            long start = System.nanoTime();
            int before = read.mails();
            Disturbed.await(read, mails);
            double seconds = (System.nanoTime() - start) / 1e9;
            figures.put("first sync, mails", read.mails() - before);
            figures.put("first sync, seconds", Math.round(seconds * 10) / 10.0);
        }
        bed.first().stop("first");
    }
}
