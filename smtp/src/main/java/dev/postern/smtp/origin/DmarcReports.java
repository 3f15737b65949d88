package dev.postern.smtp.origin;

import dev.postern.mail.dmarc.ReportDestinations;
import dev.postern.mail.dmarc.ReportDestinations.Destinations;
import dev.postern.mail.dmarc.report.CountedMail;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    private static final int MOST_ROWS = 100_000;
    private static final long LOOK_SECONDS = 60;

    private final ReportFiles files;
    private final ReportDestinations destinations;
    private final Clock clock;
    private final ScheduledExecutorService writer;
    private final DmarcCounts counts;
    private final Map<String, CompletableFuture<Destinations>> asked = new HashMap<>();
    private boolean closed;

    private record Taken(DmarcCounts.Period period, Map<String, CompletableFuture<Destinations>> asked) {}

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
        this.counts = new DmarcCounts(MOST_ROWS, clock);
        this.writer =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("postern-dmarc-reports", true));
        writer.scheduleWithFixedDelay(this::endDay, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void count(CountedMail mail) {
        if (!closed && counts.count(mail)) {
            asked.put(mail.policy().domain(), destinations.of(mail.policy()).toCompletableFuture());
        }
    }

    /** Writes what was counted if its day has ended. */
    void endDay() {
        if (!day(clock.instant()).equals(day(counts.begin()))) {
            write(take());
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
        write(take());
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private synchronized Taken take() {
        Taken taken = new Taken(counts.take(), Map.copyOf(asked));
        asked.clear();
        return taken;
    }

    private void write(Taken taken) {
        DmarcCounts.Period period = taken.period();
        if (period.uncounted() > 0) {
            LOG.warn(
                    "{} mails are in no DMARC report: more than {} kinds of them came in one day",
                    period.uncounted(),
                    MOST_ROWS);
        }
        Destinations unknown = new Destinations(List.of(), true); // what DNS has not said until now
        for (DmarcCounts.OfDomain each : period.domains()) {
            CompletableFuture<Destinations> found =
                    taken.asked().get(each.policy().domain());
            Destinations known = found == null ? unknown : found.getNow(unknown);
            files.write(each.policy(), known, each.rows(), period.begin(), period.end());
        }
    }
}
