package dev.postern.smtp.origin;

import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.mail.dmarc.report.ReportRow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts mail by the domain of its author and by what is told of it, in bounded memory: strangers choose the domains that they write in the name of. Safe for use by several threads. */
public final class DmarcCounts {
    private final int most;
    private final Clock clock;
    private final Map<String, OfDomain> byDomain = new LinkedHashMap<>();
    private Instant begin;
    private int kinds;
    private long uncounted;

    /**
     * What was counted of one domain.
     *
     * @param policy that of its first mail
     * @param rows how often there was mail of which the same is told
     */
    public record OfDomain(PublishedPolicy policy, Map<ReportRow, Long> rows) {}

    /**
     * What was counted in some time.
     *
     * @param domains in the order of their first mails
     * @param uncounted mails for which there was no room
     */
    public record Period(Instant begin, Instant end, List<OfDomain> domains, long uncounted) {}

    /** @param most kinds of mail of which the same is told; of more nothing is counted but their number */
    public DmarcCounts(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
        this.begin = clock.instant();
    }

    /**
     * Counts a mail.
     *
     * @return whether it is the first one of its domain in this time
     */
    public synchronized boolean count(CountedMail mail) {
        OfDomain known = byDomain.get(mail.policy().domain());
        boolean isNew = known == null || !known.rows().containsKey(mail.row());
        if (isNew && kinds == most) {
            uncounted++;
            return false;
        }
        OfDomain counts = known == null ? new OfDomain(mail.policy(), new LinkedHashMap<>()) : known;
        byDomain.put(mail.policy().domain(), counts);
        counts.rows().merge(mail.row(), 1L, Long::sum);
        kinds += isNew ? 1 : 0;
        return known == null;
    }

    /** Since when it counts. */
    public synchronized Instant begin() {
        return begin;
    }

    /** What was counted so far; it begins anew. */
    public synchronized Period take() {
        Instant now = clock.instant();
        Period period =
                new Period(begin, now, Collections.unmodifiableList(new ArrayList<>(byDomain.values())), uncounted);
        byDomain.clear();
        kinds = 0;
        uncounted = 0;
        begin = now;
        return period;
    }
}
