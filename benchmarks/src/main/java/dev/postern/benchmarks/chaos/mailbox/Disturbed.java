package dev.postern.benchmarks.chaos.mailbox;

import dev.postern.benchmarks.chaos.Check;
import dev.postern.testkit.CuttingProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A connector that reads mailboxes while connections are cut, workers die and come, and others deliver and delete. */
final class Disturbed implements AutoCloseable {
    private static final Duration STALLED = Duration.ofMinutes(2);
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);
    private static final String CONNECTOR = "disturbed";
    private static final int MOST_CUTS = 60;
    private static final int EXPUNGED = 30;
    private static final int WITHDRAWN = 40;
    private static final int ARRIVALS = 60;
    private static final int MOST_SINGLES = 200;

    /** What a client of POP3 says on its way to the mails. */
    private static final List<String> COMMANDS = List.of("CAPA", "AUTH", "STAT", "LIST", "UIDL", "RETR");

    private final MailboxBed bed;
    private final Mailboxes mailboxes;
    private final CuttingProxy proxy;
    private final Reading reading;
    private final Consumer<String> progress;
    private final ReadMails read;
    private final int initially;
    private final long[] millis;
    private int delivered;

    /**
     * Makes the connector.
     *
     * @param mails that are in the mailboxes
     */
    Disturbed(MailboxBed bed, Reading reading, int mails, Consumer<String> progress) throws IOException {
        this.bed = bed;
        this.mailboxes = bed.mailboxes();
        this.proxy = mailboxes.proxy();
        this.reading = reading;
        this.progress = progress;
        this.initially = mails;
        this.delivered = mails;
        this.millis = new long[Math.min(MOST_SINGLES, mails / 50)];
        this.read = new ReadMails(bed.bootstrapServers(), CONNECTOR);
    }

    /** @param seed of where connections are cut */
    void run(long seed) throws IOException {
        mailboxes.deliver(-WITHDRAWN, 0);
        cutOnTheWay(new Random(seed));
        bed.run(reading, CONNECTOR, CONNECTOR, reading.rate());
        await(read, initially / 6);
        progress.accept("killing the worker");
        bed.first().kill();
        noteKill();
        bed.first().restart();
        await(read, initially / 3);
        meddle();
        rebalance();
        await(read, delivered);
        if (reading == Reading.IMAP) {
            rename();
        } else {
            leaveBadly();
        }
        singles();
        long last = System.nanoTime();
        while (System.nanoTime() - last < LAST_LOOK.toNanos()) {
            read.read(); // a record too many would come now
        }
    }

    /** Behind some octets, and with POP3 at each command, which the server hears or does not. */
    private void cutOnTheWay(Random random) {
        List<Runnable> cuts = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_CUTS, initially / 30); i++) {
            int octets = 1 + random.nextInt(200_000);
            cuts.add(() -> proxy.cutNextBehind(octets));
        }
        if (reading != Reading.IMAP) {
            COMMANDS.forEach(command -> addCutsAt(command, cuts));
        }
        Collections.shuffle(cuts, random);
        cuts.forEach(Runnable::run);
    }

    private void addCutsAt(String command, List<Runnable> cuts) {
        cuts.add(() -> proxy.cutNextAt(command, false));
        cuts.add(() -> proxy.cutNextAt(command, true));
    }

    /** What others do: of the mails that they delete some have been read, and some are on the list of what is to be read. */
    private void meddle() throws IOException {
        progress.accept("others deliver and delete mail");
        List<Integer> oldest = mailboxes.oldest(EXPUNGED);
        await(read, () -> read.hasAll(oldest));
        mailboxes.expungeOldest(EXPUNGED);
        mailboxes.withdraw();
        deliver();
    }

    private void rebalance() throws IOException {
        progress.accept("two more workers come");
        bed.addWorker();
        bed.addWorker();
        await(read, initially / 2);
        progress.accept("one of them is killed, one goes");
        bed.killBusyWorker(CONNECTOR);
        noteKill();
        bed.removeWorkers();
        proxy.cutAll();
    }

    private void deliver() throws IOException {
        mailboxes.deliver(delivered, delivered + ARRIVALS);
        delivered += ARRIVALS;
    }

    private void rename() throws IOException {
        progress.accept("the server gives mails other names");
        while (!mailboxes.rename()) {
            read.read();
        }
        proxy.cutAll();
        deliver();
        await(read, delivered);
    }

    /** Visits are cut, and the worker dies, where mails are deleted. */
    private void leaveBadly() throws IOException {
        String last = reading.deletes() ? "DELE" : "QUIT";
        progress.accept("cutting connections at the end of visits");
        List<Runnable> cuts = new ArrayList<>();
        for (int i = 0; i < Mailboxes.ACCOUNTS.size(); i++) {
            addCutsAt(last, cuts);
            addCutsAt("QUIT", cuts);
        }
        cuts.forEach(Runnable::run);
        deliver();
        await(read, delivered);
        progress.accept("killing the worker when it says " + last);
        CompletableFuture<Void> killed = new CompletableFuture<>();
        proxy.atNext(last, () -> {
            bed.first().kill();
            killed.complete(null);
        });
        deliver();
        await(read, killed::isDone);
        if (!killed.isDone()) {
            throw new IllegalStateException("nobody says " + last);
        }
        noteKill();
        bed.first().restart();
        await(read, delivered);
    }

    private void noteKill() throws IOException {
        read.readToEnd();
        read.mayRepeatBut(StoredOffsets.read(bed.bootstrapServers(), CONNECTOR));
    }

    /** One mail after the other, each when the one before is in the topic. */
    private void singles() throws IOException {
        progress.accept("delivering one mail after the other");
        for (int i = 0; i < millis.length; i++) {
            int number = delivered++;
            long start = System.nanoTime();
            mailboxes.deliver(number);
            await(read, () -> read.has(number));
            millis[i] = (System.nanoTime() - start) / 1_000_000;
        }
        Arrays.sort(millis);
    }

    /** Adds what was counted, and what must hold. */
    void conclude(Guarantee guarantee, String name, Map<String, Object> figures, List<Check> checks)
            throws IOException {
        figures.put("delivery to topic " + reading.news() + ", p50 ms", millis[millis.length / 2]);
        figures.put("delivery to topic " + reading.news() + ", p99 ms", millis[millis.length * 99 / 100]);
        figures.put("mails", delivered);
        figures.put("connections", proxy.connections());
        figures.put("duplicates", read.duplicates());
        checks.add(Check.atMost(name + ": mails lost", delivered - read.mails(), 0));
        if (guarantee == Guarantee.EXACTLY_ONCE) {
            checks.add(Check.atMost(name + ": records too many", read.duplicates(), 0));
        } else {
            figures.put("mails without a stored offset when a worker was killed", read.unstored());
            checks.add(
                    Check.atMost(name + ": records too many of mails whose offset was stored", read.unexplained(), 0));
        }
        if (reading == Reading.IMAP) {
            checks.add(Check.atMost(name + ": folders with mails that have the flag Seen", mailboxes.seen(), 0));
            return;
        }
        int remain = reading.deletes() ? 0 : delivered - EXPUNGED * Mailboxes.ACCOUNTS.size();
        long start = System.nanoTime();
        int left = mailboxes.left();
        while (left > remain && System.nanoTime() - start < STALLED.toNanos()) {
            read.read();
            left = mailboxes.left();
        }
        checks.add(new Check(name + ": mails left in the mailboxes", left == remain, left + ", to be " + remain));
        figures.put(
                "mails that Connect keeps an offset for",
                StoredOffsets.read(bed.bootstrapServers(), CONNECTOR).kept());
    }

    /** Until so many mails have come, or none does for minutes. */
    static void await(ReadMails read, int wanted) {
        await(read, () -> read.mails() >= wanted);
    }

    private static void await(ReadMails read, BooleanSupplier isDone) {
        long lastProgress = System.nanoTime();
        int before = read.mails();
        while (!isDone.getAsBoolean() && System.nanoTime() - lastProgress < STALLED.toNanos()) {
            read.read();
            if (read.mails() > before) {
                before = read.mails();
                lastProgress = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        read.close();
    }
}
