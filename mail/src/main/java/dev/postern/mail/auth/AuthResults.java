package dev.postern.mail.auth;

import dev.postern.mail.auth.field.MethodResult;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.spf.SpfFinding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about the origin of one mail.
 *
 * @param user whom the client has authenticated as (RFC 4954); null where it has not
 * @param spf whether the client may send for the domain of its sender; null where that was not asked
 * @param dkim which domains take responsibility for the mail
 */
public record AuthResults(@Nullable String user, @Nullable SpfFinding spf, DkimReport dkim) {

    /**
     * What Authentication-Results says of it.
     *
     * @param authservId who has judged: by custom the name of this host
     */
    public ResultsField field(String authservId) {
        List<MethodResult> results = new ArrayList<>();
        if (user != null) {
            results.add(MethodResult.of("auth", "pass").with("smtp", "auth", user)); // RFC 8601 §2.7.4
        }
        if (spf != null) {
            results.add(FindingText.of(spf));
        }
        results.addAll(FindingText.of(dkim));
        return new ResultsField(authservId, results);
    }
}
