package dev.postern.smtp.journal;

import dev.postern.mail.Address;
import dev.postern.mail.dsn.DeliveryReport;
import dev.postern.mail.dsn.RecipientReport;
import dev.postern.smtp.delivery.Carrier;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.delivery.OutcomeReports;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in a journal, on a thread of its own, until each recipient has it, can't get it, or it is too old; takes memory by the number of mails in the queue, not by
 * their size.
 */
public final class JournalRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalRun.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    private static final Duration LOOP = Duration.ofMillis(100);
    private static final Duration BETWEEN_ENDS = Duration.ofMinutes(1);

    private final Journal journal;
    private final Carrier carrier;
    private final RetrySchedule schedule;
    private final Notifier notifier;
    private final int most;
    private final BlockingQueue<Attempted> attempted = new LinkedBlockingQueue<>();
    private final PriorityQueue<JournaledMail> waiting = new PriorityQueue<>(Comparator.comparing(JournaledMail::due));
    private final Thread thread;
    private final List<End> unfinished = new ArrayList<>();
    private Instant nextEnds = Instant.MAX;
    private final LongAdder expired = new LongAdder();
    private int underWay;
    private volatile int notDone;
    private volatile boolean stopping;

    private record Attempted(JournaledMail mail, List<Outcome> outcomes) {}

    /** What remains to be done about a mail that needs no other attempt. */
    private record End(JournaledMail mail, List<RecipientReport> reports, Instant time) {}

    /**
     * A run that has begun.
     *
     * @param journal stays open when the run is closed, as does the carrier
     * @param notifier tells senders, by this journal
     * @param most mails under way at the same time
     */
    public JournalRun(Journal journal, Carrier carrier, RetrySchedule schedule, Notifier notifier, int most) {
        this.journal = journal;
        this.carrier = carrier;
        this.schedule = schedule;
        this.notifier = notifier;
        this.most = most;
        this.thread = new Thread(this::run, "postern-journal");
        thread.setDaemon(true);
        thread.start();
    }

    /** The mails that it has begun with or waits to, and that are not done; what arrives is seen within a moment. */
    public int waiting() {
        return notDone;
    }

    /** The recipients whose mail became too old. */
    public long expired() {
        return expired.sum();
    }

    /** Begins no more attempts, and waits a moment for those that are under way. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(LAST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long deadline = Long.MAX_VALUE;
        while (!stopping || (underWay > 0 && System.nanoTime() - deadline < 0)) {
            if (stopping && deadline == Long.MAX_VALUE) {
                deadline = System.nanoTime() + LAST_WAIT.toNanos();
            }
            try {
                turn();
            } catch (InterruptedException e) {
                return;
            } catch (
                    RuntimeException
                            e) { // a bug of ours must not stop all mail behind this one, which the next start finds
                LOG.error("A mail of the journal {} met an unexpected fault, and waits for the next start", journal, e);
            }
        }
    }

    private void turn() throws InterruptedException {
        waiting.addAll(journal.arrived());
        notDone = waiting.size() + underWay + unfinished.size();
        Instant now = Instant.now();
        if (now.isAfter(nextEnds)) {
            nextEnds = Instant.MAX;
            List<End> again = List.copyOf(unfinished);
            unfinished.clear();
            again.forEach(this::end);
        }
        while (!stopping
                && underWay < most
                && !waiting.isEmpty()
                && !waiting.peek().due().isAfter(now)) {
            begin(waiting.remove(), now);
        }
        // what arrives, or falls due, is seen within the loop's time; what was attempted, at once
        Attempted next = attempted.poll(LOOP.toMillis(), TimeUnit.MILLISECONDS);
        for (; next != null; next = attempted.poll()) {
            underWay--;
            settle(next.mail, next.outcomes);
        }
        notDone = waiting.size() + underWay + unfinished.size();
    }

    private void begin(JournaledMail mail, Instant now) {
        if (now.isAfter(mail.born().plus(schedule.maxAge()))) {
            expire(mail, now);
            return;
        }
        underWay++;
        carrier.deliver(mail.envelope(), mail.message())
                .exceptionally(bug -> unexpected(mail, bug))
                .thenAccept(outcomes -> attempted.add(new Attempted(mail, outcomes)));
    }

    private static List<Outcome> unexpected(JournaledMail mail, Throwable bug) {
        LOG.error("{} is deferred for an unexpected reason", mail.envelope().id(), bug);
        return Outcome.ofFault(mail.envelope());
    }

    private void expire(JournaledMail mail, Instant now) {
        String reason = "older than " + schedule.maxAge() + ": not attempted any more";
        LOG.warn("{} expired: {}", mail.envelope().id(), reason);
        expired.add(mail.envelope().recipients().size());
        List<RecipientReport> reports = mail.envelope().recipients().stream()
                .map(recipient -> OutcomeReports.tooOld(recipient, reason))
                .toList();
        end(new End(mail, reports, now));
    }

    private void settle(JournaledMail mail, List<Outcome> outcomes) {
        Instant now = Instant.now();
        Instant end = mail.born().plus(schedule.maxAge());
        List<Outcome.Deferred> deferred = new ArrayList<>();
        List<RecipientReport> reports = new ArrayList<>();
        OutcomeReports words = new OutcomeReports(now);
        for (Outcome outcome : outcomes) {
            LOG.info("{} {}", mail.envelope().id(), inWords(outcome));
            if (outcome instanceof Outcome.Delivered delivered) {
                if (!delivered.hop().dsn()) { // RFC 3461 §5.2.2: else the server tells
                    reports.add(words.relayed(delivered));
                }
            } else if (outcome instanceof Outcome.Bounced bounced) {
                reports.add(words.failed(bounced));
            } else if (outcome instanceof Outcome.Deferred later) {
                deferred.add(later);
            }
        }
        Instant next = next(mail, deferred, now);
        if (deferred.isEmpty() || next.isAfter(end)) {
            deferred.forEach(later -> reports.add(words.expired(later)));
            expired.add(deferred.size());
            end(new End(mail, reports, now));
            return;
        }
        boolean isLate = !mail.warned()
                && !schedule.delayedAfter().isZero()
                && !now.isBefore(mail.born().plus(schedule.delayedAfter()));
        if (isLate) {
            deferred.forEach(later -> reports.add(words.delayed(later, end)));
        }
        List<Address> open = deferred.stream().map(Outcome.Deferred::recipient).toList();
        goOn(mail, mail.afterAttempt(open, next, isLate), reports, now);
    }

    private Instant next(JournaledMail mail, List<Outcome.Deferred> deferred, Instant now) {
        Duration pause = schedule.behind(mail.attempts() + 1);
        for (Outcome.Deferred later : deferred) {
            Duration heldBackFor = later.heldBackFor();
            pause = heldBackFor != null && heldBackFor.compareTo(pause) > 0 ? heldBackFor : pause;
        }
        return now.plus(pause);
    }

    private static String inWords(Outcome outcome) {
        if (outcome instanceof Outcome.Delivered delivered) {
            return "delivered to " + delivered.recipient() + " by " + delivered.hop() + ": " + delivered.reply();
        }
        return outcome instanceof Outcome.Bounced bounced
                ? "bounced for " + bounced.recipient() + " by " + bounced.hop() + ": " + bounced.reason()
                : "deferred for " + outcome.recipient() + " by " + outcome.hop() + ": "
                        + ((Outcome.Deferred) outcome).reason();
    }

    private void goOn(JournaledMail before, JournaledMail rest, List<RecipientReport> reports, Instant now) {
        try {
            tell(before, reports, now);
            MailFile.writeState(rest);
        } catch (IOException e) { // of a full disk, perhaps: at worst someone gets the mail twice, after a crash
            LOG.error(
                    "How far {} has come could not be stored", before.envelope().id(), e);
        }
        waiting.add(rest);
    }

    /** Tells the sender first: after a crash he is told twice rather than not at all. */
    private void end(End end) {
        try {
            tell(end.mail, end.reports, end.time);
            MailFile.delete(end.mail);
        } catch (IOException e) { // of a full disk, perhaps
            LOG.error(
                    "{} is done, but could not be taken out of the journal {}; this is tried again in a minute",
                    end.mail.envelope().id(),
                    journal,
                    e);
            unfinished.add(end);
            nextEnds = Instant.now().plus(BETWEEN_ENDS);
        }
    }

    private void tell(JournaledMail about, List<RecipientReport> reports, Instant now) throws IOException {
        if (!reports.isEmpty()) {
            notifier.tell(new DeliveryReport(about.envelope(), about.message(), about.born(), reports), now);
        }
    }
}
