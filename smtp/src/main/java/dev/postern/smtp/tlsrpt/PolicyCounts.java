package dev.postern.smtp.tlsrpt;

import java.util.Map;

/**
 * How the sessions of a day fared under one policy of a domain.
 *
 * @param successful sessions that were protected as the policy has it
 * @param failures those that were not
 */
public record PolicyCounts(AppliedPolicy policy, long successful, Map<FailureDetail, Long> failures) {
    public PolicyCounts {
        failures = Map.copyOf(failures);
    }

    /** All sessions that failed. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }
}
