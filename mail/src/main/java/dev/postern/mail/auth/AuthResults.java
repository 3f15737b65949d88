package dev.postern.mail.auth;

import dev.postern.mail.Client;
import dev.postern.mail.arc.ArcReport;
import dev.postern.mail.auth.field.MethodResult;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dmarc.DmarcFinding;
import dev.postern.mail.spf.SpfFinding;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found out about the origin of one mail.
 *
 * @param client who handed it to us
 * @param spf whether the client may send for the domain of the sender
 * @param dkim which domains take responsibility for the mail
 * @param arc who has handled it before, and sealed what they found
 * @param dmarc whether the domain that a reader sees as the author's stands behind it
 */
public record AuthResults(Client client, SpfFinding spf, DkimReport dkim, ArcReport arc, DmarcFinding dmarc) {
    /**
     * What Authentication-Results says of it.
     *
     * @param authservId who has judged: by custom the name of this host
     */
    public ResultsField field(String authservId) {
        List<MethodResult> results = new ArrayList<>();
        if (client.user() != null) {
            results.add(FindingText.login(client.user()));
        }
        results.add(FindingText.of(spf));
        results.addAll(FindingText.of(dkim));
        results.add(FindingText.of(dmarc));
        results.add(FindingText.of(arc, spf.query()));
        return new ResultsField(authservId, results);
    }
}
