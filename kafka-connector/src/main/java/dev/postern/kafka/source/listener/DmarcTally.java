package dev.postern.kafka.source.listener;

import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.smtp.origin.DmarcCounts;
import dev.postern.smtp.origin.DmarcObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts mail in the names of domains that ask for reports, and once a minute tells how much there was of each kind: who adds up the records of a
 * day has a report (RFC 9990). Mail of the last minute before a stop is not told of.
 */
final class DmarcTally implements DmarcObserver {
    private static final Logger LOG = LoggerFactory.getLogger(DmarcTally.class);
    private static final int MOST_KINDS = 10_000;
    private static final Duration STRETCH = Duration.ofMinutes(1);

    private final Clock clock;
    private final DmarcCounts counts;

    DmarcTally(Clock clock) {
        this.clock = clock;
        this.counts = new DmarcCounts(MOST_KINDS, clock);
    }

    @Override
    public void count(CountedMail mail) {
        counts.count(mail);
    }

    /** What is to be told now: nothing but once a minute. */
    synchronized List<Struct> due() {
        if (clock.instant().isBefore(counts.begin().plus(STRETCH))) {
            return List.of();
        }
        DmarcCounts.Period period = counts.take();
        if (period.uncounted() > 0) {
            LOG.warn(
                    "{} mails are not counted for DMARC: more than {} kinds of them came in one minute",
                    period.uncounted(),
                    MOST_KINDS);
        }
        return period.domains().stream()
                .flatMap(domain -> domain.rows().entrySet().stream()
                        .map(row -> DmarcSchema.of(domain.policy(), row.getKey(), row.getValue(), period)))
                .toList();
    }
}
