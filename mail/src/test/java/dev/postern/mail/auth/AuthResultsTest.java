package dev.postern.mail.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfQuery;
import dev.postern.mail.spf.SpfResult;
import dev.postern.testkit.Rfc;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthResultsTest {
    private static final DkimReport UNSIGNED = new DkimReport(List.of(), 0);

    @Test
    @Rfc("8601#2.7.4")
    void tellsWhoHasLoggedIn() {
        assertEquals(
                " mx.example.org;\r\n\tauth=pass smtp.auth=ann;\r\n\tdkim=none",
                value(new AuthResults("ann", null, UNSIGNED)));
    }

    @Test
    @Rfc("7208#9.2")
    void tellsTheDomainThatSpfHasJudged() throws UnknownHostException {
        InetAddress client = InetAddress.getByName("192.0.2.1");
        SpfQuery sender = SpfQuery.mailFrom(client, "mail.example.net", "ann@example.net");
        assertEquals(
                " mx.example.org;\r\n\tspf=softfail smtp.mailfrom=example.net;\r\n\tdkim=none",
                value(spf(SpfResult.SOFTFAIL, sender, "example.net", "")));
        SpfQuery helo = SpfQuery.helo(client, "mail.example.net");
        assertEquals(
                " mx.example.org;\r\n\tspf=none reason=\"no policy\" smtp.helo=mail.example.net;\r\n\tdkim=none",
                value(spf(SpfResult.NONE, helo, "mail.example.net", "no policy")));
        assertEquals(" mx.example.org;\r\n\tspf=none;\r\n\tdkim=none", value(spf(SpfResult.NONE, helo, "", "")));
    }

    @Test
    @Rfc("8601#2.7.1b")
    void tellsOfEachSignature() {
        DkimSignature signature = DkimSignature.parse(
                "v=1; a=rsa-sha256; d=example.net; s=k1; h=from; bh=; b=dGhpcyBpcyBubyBzaWduYXR1cmU=");
        DkimReport report = new DkimReport(
                List.of(
                        new DkimFinding(DkimResult.PASS, signature, "", false),
                        new DkimFinding(DkimResult.NEUTRAL, null, "the signature is unusable: no tag s", false)),
                0);
        assertEquals(
                " mx.example.org;\r\n"
                        + "\tdkim=pass header.d=example.net header.s=k1 header.a=rsa-sha256\r\n"
                        + "\theader.b=dGhpcyBp;\r\n"
                        + "\tdkim=neutral reason=\"the signature is unusable: no tag s\"",
                value(new AuthResults(null, null, report)));
    }

    private static AuthResults spf(SpfResult result, SpfQuery query, String domain, String problem) {
        return new AuthResults(null, new SpfFinding(result, query, domain, null, null, problem), UNSIGNED);
    }

    private static String value(AuthResults results) {
        return results.field("mx.example.org").value();
    }
}
