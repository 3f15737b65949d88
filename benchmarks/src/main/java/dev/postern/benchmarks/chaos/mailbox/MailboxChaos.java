package dev.postern.benchmarks.chaos.mailbox;

import dev.postern.benchmarks.chaos.Check;
import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Mailboxes are read from the start and while they fill, with everything going wrong; and each mail is counted. */
public final class MailboxChaos {
    private static final Duration STALLED = Duration.ofMinutes(2);
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);
    private static final int RATE = 100;
    private static final int CUTS = 60;
    private static final int EXPUNGED = 30;
    private static final int SINGLE = 200;
    private static final String TOPIC = "disturbed";

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
    public void run(boolean exactlyOnce, Report report) throws IOException {
        String name = exactlyOnce ? "exactly once" : "at least once";
        try (MailboxBed bed = new MailboxBed(kit, exactlyOnce)) {
            bed.mailboxes().deliver(0, mails);
            Map<String, Object> figures = new LinkedHashMap<>();
            report.figures().put(name, figures);
            firstSync(bed, name, figures);
            disturbed(bed, name, exactlyOnce, figures, report);
        } catch (IllegalStateException e) { // of a part that did not start, or a connector that failed
            report.checks().add(new Check(name + ": comes to its end", false, String.valueOf(e.getMessage())));
        }
    }

    private void firstSync(MailboxBed bed, String name, Map<String, Object> figures) throws IOException {
        say(name, "reading " + mails + " mails as fast as that goes");
        bed.run("first", "first", 0);
        try (ReadMails read = new ReadMails(bed.bootstrapServers(), "first")) {
            long start = System.nanoTime();
            int before = read.mails();
            await(read, mails);
            double seconds = (System.nanoTime() - start) / 1e9;
            figures.put("first sync, mails", read.mails() - before);
            figures.put("first sync, seconds", Math.round(seconds * 10) / 10.0);
        }
        bed.workers().get(0).pause("first");
    }

    private void disturbed(MailboxBed bed, String name, boolean exactlyOnce, Map<String, Object> figures, Report report)
            throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < CUTS; i++) {
            bed.mailboxes().proxy().cutNextBehind(1 + random.nextInt(200_000));
        }
        bed.run(TOPIC, TOPIC, RATE);
        try (ReadMails read = new ReadMails(bed.bootstrapServers(), TOPIC)) {
            await(read, mails / 6);
            say(name, "killing the worker");
            bed.workers().get(0).kill();
            bed.workers().get(0).restart();
            await(read, mails / 3);
            say(name, "two more workers come");
            bed.addWorker();
            bed.addWorker();
            bed.mailboxes().expunge(EXPUNGED);
            await(read, mails / 2);
            say(name, "one of them is killed, one goes");
            bed.workers().get(2).kill();
            bed.removeWorker();
            bed.removeWorker();
            bed.mailboxes().proxy().cutAll();
            await(read, mails);
            say(name, "the server gives mails other names");
            while (!bed.mailboxes().rename()) {
                read.read();
            }
            bed.mailboxes().proxy().cutAll();
            bed.mailboxes().deliver(mails, mails + 60);
            await(read, mails + 60);
            singles(bed, read, figures);
            long last = System.nanoTime();
            while (System.nanoTime() - last < LAST_LOOK.toNanos()) {
                read.read(); // a record too many would come now
            }
            conclude(bed, name, exactlyOnce, read, figures, report);
        }
    }

    /** One mail after the other, each when the one before is in the topic. */
    private void singles(MailboxBed bed, ReadMails read, Map<String, Object> figures) throws IOException {
        long[] millis = new long[SINGLE];
        for (int i = 0; i < SINGLE; i++) {
            int number = mails + 60 + i;
            long start = System.nanoTime();
            bed.mailboxes().deliver(number);
            while (!read.has(number) && System.nanoTime() - start < STALLED.toNanos()) {
                read.read();
            }
            millis[i] = (System.nanoTime() - start) / 1_000_000;
        }
        Arrays.sort(millis);
        figures.put("delivery to topic by IDLE, p50 ms", millis[SINGLE / 2]);
        figures.put("delivery to topic by IDLE, p99 ms", millis[SINGLE * 99 / 100]);
    }

    private void conclude(
            MailboxBed bed,
            String name,
            boolean exactlyOnce,
            ReadMails read,
            Map<String, Object> figures,
            Report report)
            throws IOException {
        int delivered = mails + 60 + SINGLE;
        figures.put("mails", delivered);
        figures.put("connections", bed.mailboxes().proxy().connections());
        figures.put("duplicates", read.duplicates());
        report.checks().add(Check.atMost(name + ": mails lost", delivered - read.mails(), 0));
        if (exactlyOnce) {
            report.checks().add(Check.atMost(name + ": records too many", read.duplicates(), 0));
        }
        report.checks()
                .add(Check.atMost(
                        name + ": folders with mails that have the flag Seen",
                        bed.mailboxes().seen(),
                        0));
    }

    /** Until so many mails have come, or none does for minutes. */
    private void await(ReadMails read, int wanted) {
        long lastProgress = System.nanoTime();
        int before = read.mails();
        while (read.mails() < wanted && System.nanoTime() - lastProgress < STALLED.toNanos()) {
            read.read();
            if (read.mails() > before) {
                before = read.mails();
                lastProgress = System.nanoTime();
            }
        }
    }

    private void say(String name, String what) {
        progress.println(name + ": " + what);
        progress.flush();
    }
}
