package dev.postern.mail.dmarc;

import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfQuery;
import dev.postern.mail.spf.SpfResult;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** What SPF and DKIM may have found. */
final class Found {
    static final DkimReport UNSIGNED = dkim(DkimResult.PASS);

    private Found() {}

    static SpfFinding spf(SpfResult result, String domain) {
        SpfQuery query = SpfQuery.mailFrom(InetAddress.getLoopbackAddress(), "mail.example", "ann@" + domain);
        return new SpfFinding(result, query, domain, null, null, "");
    }

    static SpfFinding helo(SpfResult result, String domain) {
        SpfQuery query = SpfQuery.helo(InetAddress.getLoopbackAddress(), domain);
        return new SpfFinding(result, query, domain, null, null, "");
    }

    /** A signature of each of these domains, with this result. */
    static DkimReport dkim(DkimResult result, String... domains) {
        List<DkimFinding> findings = Stream.of(domains)
                .map(domain -> new DkimFinding(
                        result,
                        DkimSignature.parse("v=1; a=rsa-sha256; d=" + domain + "; s=s; h=from; bh=; b="),
                        "",
                        false))
                .toList();
        return new DkimReport(findings, 0);
    }
}
