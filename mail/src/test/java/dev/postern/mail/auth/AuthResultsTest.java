package dev.postern.mail.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Client;
import dev.postern.mail.arc.ArcHop;
import dev.postern.mail.arc.ArcReport;
import dev.postern.mail.arc.ArcResult;
import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.dmarc.DmarcFinding;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.DmarcRecord;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfQuery;
import dev.postern.mail.spf.SpfResult;
import dev.postern.testkit.Rfc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthResultsTest {
    private static final SpfFinding SPF = new SpfFinding(
            SpfResult.PASS,
            SpfQuery.mailFrom(address(), "mail.example.net", "ann@example.net"),
            "example.net",
            null,
            null,
            "");
    private static final DkimReport UNSIGNED = new DkimReport(List.of(), 0);
    private static final DmarcFinding NOBODY = dmarc(DmarcResult.NONE, "", Optional.empty(), "");

    @Test
    @Rfc("8601#2.7.4")
    void tellsWhoHasLoggedIn() {
        assertEquals(
                "auth=pass smtp.auth=ann",
                line(0, new AuthResults(client("ann"), SPF, UNSIGNED, ArcReport.NONE, NOBODY)));
    }

    @Test
    @Rfc("7208#9.2")
    void tellsTheDomainThatSpfHasJudged() {
        SpfQuery sender = SpfQuery.mailFrom(address(), "mail.example.net", "ann@example.net");
        assertEquals("spf=softfail smtp.mailfrom=example.net", spf(SpfResult.SOFTFAIL, sender, "example.net", ""));
        SpfQuery helo = SpfQuery.helo(address(), "mail.example.net");
        assertEquals(
                "spf=none reason=\"no policy\" smtp.helo=mail.example.net",
                spf(SpfResult.NONE, helo, "mail.example.net", "no policy"));
        assertEquals("spf=none", spf(SpfResult.NONE, helo, "", ""));
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
        AuthResults results = new AuthResults(client(null), SPF, report, ArcReport.NONE, NOBODY);
        assertEquals(
                "dkim=pass header.d=example.net header.s=k1 header.a=rsa-sha256 header.b=dGhpcyBp", line(1, results));
        assertEquals("dkim=neutral reason=\"the signature is unusable: no tag s\"", line(2, results));
    }

    @Test
    @Rfc("9989#9.1")
    void tellsWhatTheDomainOfTheAuthorAsksFor() {
        Optional<PublishedPolicy> policy =
                DmarcRecord.parse("v=DMARC1; p=reject; t=y").map(record -> new PublishedPolicy("example.net", record));
        DmarcFinding failed = dmarc(DmarcResult.FAIL, "a.example.net", policy, "nothing fits");
        assertEquals(
                "dmarc=fail reason=\"nothing fits\" header.from=a.example.net policy.dmarc=quarantine",
                line(2, new AuthResults(client(null), SPF, UNSIGNED, ArcReport.NONE, failed)));
        assertEquals("dmarc=none", line(2, new AuthResults(client(null), SPF, UNSIGNED, ArcReport.NONE, NOBODY)));
    }

    @Test
    @Rfc("8617#6")
    void tellsOfTheChain() {
        ArcReport passed = new ArcReport(
                ArcResult.PASS, "", List.of(new ArcHop(1, "list.example", "s", " list.example; none")), 0);
        assertEquals(
                "arc=pass smtp.remote-ip=192.0.2.1 header.oldest-pass=0",
                line(3, new AuthResults(client(null), SPF, UNSIGNED, passed, NOBODY)));
        ArcReport failed = new ArcReport(ArcResult.FAIL, "a gap", List.of(), 0);
        assertEquals(
                "arc=fail reason=\"a gap\"", line(3, new AuthResults(client(null), SPF, UNSIGNED, failed, NOBODY)));
    }

    private static String spf(SpfResult result, SpfQuery query, String domain, String problem) {
        SpfFinding finding = new SpfFinding(result, query, domain, null, null, problem);
        return line(0, new AuthResults(client(null), finding, UNSIGNED, ArcReport.NONE, NOBODY));
    }

    private static DmarcFinding dmarc(
            DmarcResult result, String author, Optional<PublishedPolicy> policy, String reason) {
        return new DmarcFinding(
                result, author, policy, DmarcPolicy.REJECT, DmarcPolicy.QUARANTINE, false, false, reason);
    }

    private static Client client(@Nullable String user) {
        return new Client(new InetSocketAddress(address(), 25), "mail.example.net", true, null, user);
    }

    private static InetAddress address() {
        try {
            return InetAddress.getByName("192.0.2.1");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One result, unfolded. */
    private static String line(int index, AuthResults results) {
        String value = results.field("mx.example.org").value().replaceAll("\r\n[ \t]", " ");
        return value.split("; ", -1)[index + 1];
    }
}
