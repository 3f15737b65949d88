package dev.postern.smtp.tlsrpt;

import dev.postern.mail.Domain;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts how sessions fared, by day and domain (RFC 8460 §4). Safe for use by several threads.
 *
 * <p>Who writes to many domains fills no memory: beyond so many domains of a day no further ones are counted, nor beyond so many kinds of failure of one
 * domain.
 */
public final class SessionCounts {
    private static final int MOST_DOMAINS = 10_000;
    private static final int MOST_POLICIES = 20;
    private static final int MOST_KINDS = 100;

    private final Clock clock;
    private final Map<LocalDate, Map<Domain, Map<AppliedPolicy, Counts>>> days = new HashMap<>();

    private static final class Counts {
        private long successful;
        private final Map<FailureDetail, Long> failures = new HashMap<>();
    }

    public SessionCounts(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts a session that was begun.
     *
     * @param failure what was not as the policy has it, or null where all was
     */
    public synchronized void count(Domain domain, AppliedPolicy policy, @Nullable FailureDetail failure) {
        Map<Domain, Map<AppliedPolicy, Counts>> today = days.computeIfAbsent(today(), day -> new HashMap<>());
        if (!today.containsKey(domain) && today.size() >= MOST_DOMAINS) {
            return;
        }
        Map<AppliedPolicy, Counts> policies = today.computeIfAbsent(domain, any -> new HashMap<>());
        if (!policies.containsKey(policy) && policies.size() >= MOST_POLICIES) {
            return;
        }
        Counts counts = policies.computeIfAbsent(policy, any -> new Counts());
        if (failure == null) {
            counts.successful++;
        } else if (counts.failures.containsKey(failure) || counts.failures.size() < MOST_KINDS) {
            counts.failures.merge(failure, 1L, Long::sum);
        }
    }

    /** Takes the counts of the days that are over; they are counted no more here. */
    public synchronized List<DomainReport> takeFinished() {
        List<DomainReport> reports = new ArrayList<>();
        LocalDate today = today();
        days.forEach((day, domains) -> {
            if (day.isBefore(today)) {
                domains.forEach((domain, policies) -> reports.add(report(day, domain, policies)));
            }
        });
        days.keySet().removeIf(day -> day.isBefore(today));
        return reports;
    }

    private static DomainReport report(LocalDate day, Domain domain, Map<AppliedPolicy, Counts> policies) {
        List<PolicyCounts> counts = new ArrayList<>();
        policies.forEach((policy, of) -> counts.add(new PolicyCounts(policy, of.successful, of.failures)));
        return new DomainReport(day, domain, counts);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
