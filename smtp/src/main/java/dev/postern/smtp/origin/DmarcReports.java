package dev.postern.smtp.origin;

import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.dmarc.report.ReportMetadata;
import dev.postern.mail.dmarc.report.ReportRow;
import dev.postern.mail.dmarc.report.ReportXml;
import dev.postern.smtp.disk.DurableFiles;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts mails for the owners of their authors' domains, and writes what was counted to files, one for each domain that asks for such reports: at
 * the end of each day of UTC, and when it is closed (RFC 9990). Of one day there are several files of a domain where a listener was started anew.
 *
 * <p>No thread waits for a file but its own.
 */
public final class DmarcReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DmarcReports.class);

    /** Strangers choose the domains that they write in the name of. */
    private static final int MOST_ROWS = 100_000;

    private static final long LOOK_SECONDS = 60;

    private final Path directory;
    private final Reporter reporter;
    private final Clock clock;
    private final ScheduledExecutorService writer;
    private final Map<String, Counts> byDomain = new HashMap<>();
    private Instant begin;
    private int rows;
    private long uncounted;
    private boolean closed;

    /**
     * Who reports.
     *
     * @param organization by which people know us
     * @param email whom to write to about reports
     * @param receiver the name of this host
     */
    public record Reporter(String organization, String email, String receiver) {}

    /** What was counted of one domain; the policy is that of its first mail. */
    private static final class Counts {
        private final PublishedPolicy policy;
        private final Map<ReportRow, Long> rows = new LinkedHashMap<>();

        Counts(PublishedPolicy policy) {
            this.policy = policy;
        }
    }

    private record Period(Instant begin, Instant end, Map<String, Counts> counts) {}

    /**
     * Starts to count.
     *
     * @param directory which exists, and that nobody else writes to
     */
    public DmarcReports(Path directory, Reporter reporter, Clock clock) {
        this.directory = directory;
        this.reporter = reporter;
        this.clock = clock;
        this.begin = clock.instant();
        this.writer =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("postern-dmarc-reports", true));
        writer.scheduleWithFixedDelay(this::endDay, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Counts a mail, where its author's domain asks for reports. Does not block.
     *
     * @param applied what was done with it, where it failed
     */
    void count(AuthResults results, DmarcPolicy applied) {
        DmarcResult result = results.dmarc().result();
        if (result != DmarcResult.PASS && result != DmarcResult.FAIL) {
            return;
        }
        results.dmarc()
                .published()
                .filter(policy -> !policy.record().aggregateReports().isEmpty())
                .ifPresent(policy ->
                        count(policy, ReportRow.of(results.spf(), results.dkim(), results.dmarc(), applied, null)));
    }

    private synchronized void count(PublishedPolicy policy, ReportRow row) {
        Counts known = byDomain.get(policy.domain());
        boolean added = known == null || !known.rows.containsKey(row);
        if (closed || (added && rows == MOST_ROWS)) {
            uncounted++;
            return;
        }
        Counts counts = known == null ? new Counts(policy) : known;
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
            try {
                write(counts, period);
            } catch (IOException e) {
                LOG.error(
                        "the DMARC report for {} can't be written to {}, and is lost",
                        counts.policy.domain(),
                        directory,
                        e);
            }
        }
    }

    private void write(Counts counts, Period period) throws IOException {
        ReportMetadata metadata = new ReportMetadata(
                reporter.organization(),
                reporter.email(),
                reporter.receiver(),
                UUID.randomUUID().toString(),
                period.begin(),
                period.end());
        Path file = directory.resolve(metadata.fileName(counts.policy.domain()));
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished));
                ReportXml xml = new ReportXml(out, metadata, counts.policy)) {
            for (Map.Entry<ReportRow, Long> row : counts.rows.entrySet()) {
                xml.row(row.getKey(), row.getValue());
            }
        }
        DurableFiles.publish(unfinished, file);
    }
}
