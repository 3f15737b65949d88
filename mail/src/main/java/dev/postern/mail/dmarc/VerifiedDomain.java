package dev.postern.mail.dmarc;

import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfIdentity;
import dev.postern.mail.spf.SpfResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain that SPF or DKIM has verified (RFC 9989 §4.4), or could not verify now.
 *
 * @param name in A-labels and lower case
 * @param bySpf whether it was SPF, else DKIM
 * @param known whether it has; else DNS could not be asked now
 */
record VerifiedDomain(String name, boolean bySpf, boolean known) {
    static List<VerifiedDomain> of(@Nullable SpfFinding spf, DkimReport dkim) {
        List<VerifiedDomain> domains = new ArrayList<>();
        // RFC 9989 §4.4.2: HELO does not count but in place of an empty sender
        if (spf != null
                && spf.query().identity() == SpfIdentity.MAIL_FROM
                && (spf.result() == SpfResult.PASS || spf.result() == SpfResult.TEMPERROR)) {
            domains.add(new VerifiedDomain(spf.domain(), true, spf.result() == SpfResult.PASS));
        }
        for (DkimFinding finding : dkim.findings()) {
            DkimSignature signature = finding.signature();
            if (signature != null
                    && (finding.result() == DkimResult.PASS || finding.result() == DkimResult.TEMPERROR)) {
                domains.add(new VerifiedDomain(signature.domain(), false, finding.result() == DkimResult.PASS));
            }
        }
        return domains.stream().distinct().toList();
    }

    /** Whether they could be of one organization: names that end in different labels can't. */
    boolean isNear(String other) {
        return name.substring(name.lastIndexOf('.') + 1).equals(other.substring(other.lastIndexOf('.') + 1));
    }

    boolean isUnder(String above) {
        return name.equals(above) || name.endsWith('.' + above);
    }
}
