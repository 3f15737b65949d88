package dev.postern.smtp.origin;

import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.dmarc.ReportDestinations;
import dev.postern.mail.dmarc.ReportDestinations.Destinations;
import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.mail.dmarc.report.ReportRow;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts mails for the owners of their authors' domains, and writes what was counted to files, one for each domain that asks for such reports: at
 * the end of each day of UTC, and when it is closed (RFC 9990). Of one day there are several files of a domain where a listener was started anew.
 *
 * <p>No thread waits for a file but its own.
 */
public final class DmarcReports implements DmarcObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DmarcReports.class);

    /** Strangers choose the domains that they write in the name of. */
    private static final int MOST_ROWS = 100_000;

    private static final long LOOK_SECONDS = 60;

    private final ReportFiles files;
    private final ReportDestinations destinations;
    private final Clock clock;
    private final ScheduledExecutorService writer;
    private final Map<String, Counts> byDomain = new HashMap<>();
    private Instant begin;
    private int rows;
    private long uncounted;
    private boolean closed;

    /** What was counted of one domain; policy and destinations are those of its first mail. */
    private static final class Counts {
        private final PublishedPolicy policy;
        private final CompletableFuture<Destinations> destinations;
        private final Map<ReportRow, Long> rows = new LinkedHashMap<>();

        Counts(PublishedPolicy policy, CompletionStage<Destinations> destinations) {
            this.policy = policy;
            this.destinations = destinations.toCompletableFuture();
        }

        /** What is known of them; what DNS has not said until now may still be. */
        Destinations known() {
            return destinations.getNow(new Destinations(List.of(), true));
        }
    }

    private record Period(Instant begin, Instant end, Map<String, Counts> counts) {}

    /**
     * Starts to count.
     *
     * @param files where reports go
     * @param destinations finds who may get them
     */
    public DmarcReports(ReportFiles files, ReportDestinations destinations, Clock clock) {
        this.files = files;
        this.destinations = destinations;
        this.clock = clock;
        this.begin = clock.instant();
        this.writer =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("postern-dmarc-reports", true));
        writer.scheduleWithFixedDelay(this::endDay, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void count(CountedMail mail) {
        count(mail.policy(), mail.row());
    }

    private synchronized void count(PublishedPolicy policy, ReportRow row) {
        Counts known = byDomain.get(policy.domain());
        boolean added = known == null || !known.rows.containsKey(row);
        if (closed || (added && rows == MOST_ROWS)) {
            uncounted++;
            return;
        }
        Counts counts = known == null ? new Counts(policy, destinations.of(policy)) : known;
        byDomain.put(policy.domain(), counts);
        counts.rows.merge(row, 1L, Long::sum);
        rows += added ? 1 : 0;
    }

    /** Writes what was counted if its day has ended. */
    void endDay() {
        Instant now = clock.instant();
        if (!day(now).equals(day(begin()))) {
            write(take(now));
        }
    }

    /** Writes what was counted so far, and counts no more. */
    @Override
    public void close() {
        writer.shutdown();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        write(take(clock.instant()));
    }

    private synchronized Instant begin() {
        return begin;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private synchronized Period take(Instant now) {
        if (uncounted > 0) {
            LOG.warn(
                    "{} mails are in no DMARC report: more than {} kinds of them came in one day",
                    uncounted,
                    MOST_ROWS);
        }
        Period period = new Period(begin, now, Map.copyOf(byDomain));
        byDomain.clear();
        rows = 0;
        uncounted = 0;
        begin = now;
        return period;
    }

    private void write(Period period) {
        for (Counts counts : period.counts().values()) {
            files.write(counts.policy, counts.known(), counts.rows, period.begin(), period.end());
        }
    }
}
