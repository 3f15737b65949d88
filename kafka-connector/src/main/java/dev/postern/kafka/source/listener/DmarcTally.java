package dev.postern.kafka.source.listener;

import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.mail.dmarc.report.ReportRow;
import dev.postern.smtp.origin.DmarcObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts mail in the names of domains that ask for reports, and once a minute tells how much there was of each kind: who adds up the records of a
 * day has a report (RFC 9990). Mail of the last minute before a stop is not told of.
 */
final class DmarcTally implements DmarcObserver {
    private static final Logger LOG = LoggerFactory.getLogger(DmarcTally.class);

    /** Strangers choose the domains that they write in the name of. */
    private static final int MOST_KINDS = 10_000;

    private static final Duration STRETCH = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<Kind, Long> counts = new LinkedHashMap<>();
    private Instant begin;
    private long uncounted;

    private record Kind(String domain, String policy, ReportRow row) {}

    DmarcTally(Clock clock) {
        this.clock = clock;
        this.begin = clock.instant();
    }

    @Override
    public synchronized void count(CountedMail mail) {
        Kind kind =
                new Kind(mail.policy().domain(), mail.policy().record().policy().toString(), mail.row());
        if (counts.size() == MOST_KINDS && !counts.containsKey(kind)) {
            uncounted++;
        } else {
            counts.merge(kind, 1L, Long::sum);
        }
    }

    /** What is to be told now: nothing but once a minute. */
    synchronized List<Struct> due() {
        Instant now = clock.instant();
        if (now.isBefore(begin.plus(STRETCH))) {
            return List.of();
        }
        if (uncounted > 0) {
            LOG.warn(
                    "{} mails are not counted for DMARC: more than {} kinds of them came in one minute",
                    uncounted,
                    MOST_KINDS);
        }
        Instant since = begin;
        List<Struct> told = counts.entrySet().stream()
                .map(each -> {
                    Kind kind = each.getKey();
                    return DmarcSchema.of(kind.domain(), kind.policy(), kind.row(), each.getValue(), since, now);
                })
                .toList();
        counts.clear();
        uncounted = 0;
        begin = now;
        return told;
    }
}
