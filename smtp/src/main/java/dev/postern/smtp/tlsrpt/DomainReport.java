package dev.postern.smtp.tlsrpt;

import dev.postern.mail.Domain;
import java.time.LocalDate;
import java.util.List;

/**
 * How the sessions of a day fared that were begun for mail to a domain.
 *
 * @param day in UTC (RFC 8460 §4.1)
 */
public record DomainReport(LocalDate day, Domain domain, List<PolicyCounts> policies) {
    public DomainReport {
        policies = List.copyOf(policies);
    }
}
