package dev.postern.mail.dmarc.report;

import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.dmarc.PublishedPolicy;
import java.util.Optional;

/**
 * A mail of which the owner of its author's domain is to be told.
 *
 * @param policy which asks for that
 * @param row what is told of the mail
 */
public record CountedMail(PublishedPolicy policy, ReportRow row) {
    /**
     * What is to be told of a mail; empty where nobody asks for it, or DMARC has come to nothing.
     *
     * @param applied what was done with it, where it failed
     */
    public static Optional<CountedMail> of(AuthResults results, DmarcPolicy applied) {
        DmarcResult result = results.dmarc().result();
        if (result != DmarcResult.PASS && result != DmarcResult.FAIL) {
            return Optional.empty();
        }
        return results.dmarc()
                .published()
                .filter(policy -> !policy.record().aggregateReports().isEmpty())
                .map(policy -> new CountedMail(
                        policy, ReportRow.of(results.spf(), results.dkim(), results.dmarc(), applied, null)));
    }
}
