package dev.postern.smtp.delivery;

import dev.postern.smtp.client.Assurance;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.tlsrpt.ResultType;
import org.jspecify.annotations.Nullable;

/**
 * What came of a policy that a domain publishes about connections to its servers.
 *
 * @param policy what it publishes
 * @param fault what was not as the policy has it, or null where all was, or nothing came of it
 */
public record PolicyResult(
        Assurance.Policy policy, @Nullable ResultType fault) {
    static @Nullable PolicyResult of(MailServer server, @Nullable ResultType fault) {
        Assurance assurance = server.assurance();
        return assurance == null ? null : new PolicyResult(assurance.policy(), fault);
    }
}
