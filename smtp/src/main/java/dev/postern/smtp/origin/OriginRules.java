package dev.postern.smtp.origin;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.dmarc.DmarcFinding;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfResult;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of what was found.
 *
 * @param refusedBySpf the results of SPF for which mail is refused: FAIL, SOFTFAIL and PERMERROR
 * @param appliesDmarc whether mail is refused that its author's domain asks to reject, and mail of which nobody can tell the author
 * @param defers whether mail waits while DNS can't tell
 * @param exempt domains of senders and authors whose mail is judged and never refused, in A-labels and lower case
 * @param exemptClients clients whose mail is judged and never refused, such as forwarders
 * @param writesReceivedSpf whether mail gets a Received-SPF field besides, for programs that read no other (RFC 7208 §9.1)
 */
public record OriginRules(
        Set<SpfResult> refusedBySpf,
        boolean appliesDmarc,
        boolean defers,
        Set<String> exempt,
        Networks exemptClients,
        boolean writesReceivedSpf) {
    private static final Verdict.Refused LATER = new Verdict.Refused(
            Reply.of(451, "4.4.3", "DNS can't tell now who stands behind this mail, try again later"));

    public OriginRules {
        refusedBySpf = Set.copyOf(refusedBySpf);
        exempt = Set.copyOf(exempt);
    }

    /** What is said to a recipient of mail of this sender (RFC 7208 §8). */
    Verdict ofSender(Client client, @Nullable Address reversePath, SpfFinding finding) {
        boolean isExempt =
                reversePath != null && exempt.contains(reversePath.domain().text());
        if (isExempt || exemptClients.contain(client.address())) {
            return Verdict.ACCEPTED;
        }
        if (finding.result() == SpfResult.TEMPERROR) {
            return defers ? LATER : Verdict.ACCEPTED;
        }
        if (!refusedBySpf.contains(finding.result())) {
            return Verdict.ACCEPTED;
        }
        // RFC 7372 §3.2
        return finding.result() == SpfResult.PERMERROR
                ? refused("5.7.24", "The SPF policy of " + finding.domain() + " can't be followed")
                : refused(
                        "5.7.23",
                        "SPF: " + finding.query().client().getHostAddress() + " may not send for " + finding.domain());
    }

    /** What is said to the content: the refusal, or null where nothing stands against it. */
    Verdict.@Nullable Refused ofContent(AuthResults results) {
        DmarcFinding dmarc = results.dmarc();
        if (exempt.contains(dmarc.author())
                || exemptClients.contain(results.client().address())) {
            return null;
        }
        if (defers && dmarc.result() == DmarcResult.TEMPERROR) {
            return LATER;
        }
        if (appliesDmarc && dmarc.result() == DmarcResult.PERMERROR) {
            return new Verdict.Refused(
                    Reply.of(554, "5.6.0", "Nobody can tell who wrote this mail: " + dmarc.reason()));
        }
        if (appliesDmarc && dmarc.disposition() == DmarcPolicy.REJECT) {
            // RFC 7372 §3.4: both SPF and DKIM have failed
            return refused(
                    "5.7.26", "DMARC: " + dmarc.author() + " does not stand behind this mail and asks to reject it");
        }
        return null;
    }

    private static Verdict.Refused refused(String status, String text) {
        return new Verdict.Refused(Reply.of(550, status, text));
    }
}
