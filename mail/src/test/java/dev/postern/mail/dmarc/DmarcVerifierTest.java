package dev.postern.mail.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfResult;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcVerifierTest {
    private static final String REJECT = "v=DMARC1; p=reject";

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, r, PASS",
        "news.example.com, news.example.com, s, PASS",
        "news.example.com, foo.example.com, r, PASS",
        "news.example.com, foo.example.com, s, FAIL",
        "news.example.com, example.com, r, PASS",
        "example.com, foo.example.com, r, PASS",
        "example.com, foo.example.com, s, FAIL",
        "news.example.com, foo.example.net, r, FAIL",
        "example.com, notexample.com, r, FAIL",
        "example.com, com, r, FAIL"
    })
    @Rfc("9989#4.4")
    void passesWhereAVerifiedDomainIsTheAuthors(String author, String domain, String mode, DmarcResult result) {
        String record = REJECT + "; adkim=" + mode + "; aspf=" + mode;
        Policies dns = new Policies().at("example.com", record).at("news.example.com", record);
        DmarcFinding bySpf = judged(dns, author, Found.spf(SpfResult.PASS, domain), Found.UNSIGNED);
        assertEquals(result, bySpf.result());
        assertEquals(result == DmarcResult.PASS, bySpf.spfAligned());
        assertFalse(bySpf.dkimAligned());
        DmarcFinding byDkim = judged(dns, author, null, Found.dkim(DkimResult.PASS, "other.example", domain));
        assertEquals(result, byDkim.result());
        assertEquals(result == DmarcResult.PASS, byDkim.dkimAligned());
        assertFalse(byDkim.spfAligned());
    }

    @Test
    @Rfc("9989#4.4.1")
    void needsOneOfSeveralSignatures() {
        Policies dns = new Policies().at("example.com", REJECT);
        DkimReport both = Found.dkim(DkimResult.PASS, "list.example", "example.com");
        assertEquals(DmarcResult.PASS, judged(dns, "example.com", null, both).result());
        DkimReport failed = Found.dkim(DkimResult.FAIL, "example.com");
        assertEquals(DmarcResult.FAIL, judged(dns, "example.com", null, failed).result());
    }

    @Test
    @Rfc("9989#4.4.2")
    void countsMailFromAndNotHelo() {
        Policies dns = new Policies().at("example.com", REJECT);
        SpfFinding helo = Found.helo(SpfResult.PASS, "example.com");
        assertEquals(
                DmarcResult.FAIL,
                judged(dns, "example.com", helo, Found.UNSIGNED).result());
        for (SpfResult result : SpfResult.values()) {
            DmarcResult expected = result == SpfResult.PASS
                    ? DmarcResult.PASS
                    : result == SpfResult.TEMPERROR ? DmarcResult.TEMPERROR : DmarcResult.FAIL;
            SpfFinding spf = Found.spf(result, "example.com");
            assertEquals(
                    expected, judged(dns, "example.com", spf, Found.UNSIGNED).result());
        }
    }

    @Test
    @Rfc("9989#4.10.2c")
    void comparesOrganizationsAndNotEndings() {
        Policies dns = new Policies().at("example.com", REJECT).at("sub.example.com", "v=DMARC1; p=none; psd=n");
        DkimReport above = Found.dkim(DkimResult.PASS, "example.com");
        assertEquals(
                DmarcResult.FAIL, judged(dns, "a.sub.example.com", null, above).result());
        DkimReport below = Found.dkim(DkimResult.PASS, "a.sub.example.com");
        assertEquals(DmarcResult.FAIL, judged(dns, "example.com", null, below).result());
        Policies suffix = new Policies().at("com", "v=DMARC1; psd=y; p=reject").existing("victim.com");
        DkimReport neighbour = Found.dkim(DkimResult.PASS, "evil.com");
        assertEquals(
                DmarcResult.FAIL, judged(suffix, "victim.com", null, neighbour).result());
    }

    @Test
    @Rfc("9989#4.10.1")
    void takesTheAuthorsOwnPolicyFirst() {
        Policies dns = new Policies()
                .at("example.com", "v=DMARC1; p=none; sp=none")
                .at("a.example.com", "v=DMARC1; p=reject; sp=quarantine");
        DmarcFinding finding = failed(dns, "a.example.com");
        assertEquals("a.example.com", finding.published().orElseThrow().domain());
        assertEquals(DmarcPolicy.REJECT, finding.disposition());
    }

    @ParameterizedTest
    @CsvSource({
        "p=reject, true, REJECT",
        "p=reject, false, REJECT",
        "p=reject; sp=none, true, NONE",
        "p=reject; sp=none, false, NONE",
        "p=none; sp=quarantine; np=reject, true, QUARANTINE",
        "p=none; sp=quarantine; np=reject, false, REJECT",
        "p=none; np=reject, true, NONE",
        "p=none; np=reject, false, REJECT"
    })
    @Rfc("9989#4.10.1b")
    void takesTheOrganizationsPolicyForDomainsBelow(String tags, boolean exists, DmarcPolicy expected) {
        Policies dns = new Policies().at("example.com", "v=DMARC1; " + tags).at("b.a.example.com", "other");
        if (exists) {
            dns.existing("b.a.example.com");
        }
        DmarcFinding finding = failed(dns, "b.a.example.com");
        assertEquals("example.com", finding.published().orElseThrow().domain());
        assertEquals(expected, finding.requested());
        assertEquals(expected, finding.disposition());
    }

    @Test
    @Rfc("9989#4.10.1c")
    void takesThePublicSuffixesPolicyWhereTheOrganizationHasNone() {
        Policies dns = new Policies().at("bank", "v=DMARC1; psd=y; p=none; sp=quarantine; np=reject");
        assertEquals(DmarcPolicy.REJECT, failed(dns, "mail.missing.bank").disposition());
        assertEquals(
                "bank", failed(dns, "missing.bank").published().orElseThrow().domain());
        dns.existing("there.bank");
        assertEquals(DmarcPolicy.QUARANTINE, failed(dns, "there.bank").disposition());
        dns.at("there.bank", "v=DMARC1; p=none");
        assertEquals(DmarcPolicy.NONE, failed(dns, "a.there.bank").disposition());
    }

    @Test
    @Rfc("9989#4.10.1d")
    void doesNotJudgeWhereThereIsNoPolicy() {
        DmarcFinding finding = judged(new Policies(), "example.com", null, Found.dkim(DkimResult.PASS, "example.com"));
        assertEquals(DmarcResult.NONE, finding.result());
        assertEquals(Optional.empty(), finding.published());
        Policies dns = new Policies().at("example.com", "v=DMARC1; p=stop");
        assertEquals(DmarcResult.NONE, failed(dns, "example.com").result());
    }

    @ParameterizedTest
    @CsvSource({"reject, QUARANTINE", "quarantine, NONE", "none, NONE"})
    @Rfc("9989#4.7d")
    void doesOneLessWhileThePolicyIsTried(String policy, DmarcPolicy expected) {
        Policies dns = new Policies().at("example.com", "v=DMARC1; t=y; p=" + policy);
        DmarcFinding finding = failed(dns, "example.com");
        assertEquals(DmarcResult.FAIL, finding.result());
        assertEquals(policy, finding.requested().toString());
        assertEquals(expected, finding.disposition());
    }

    @Test
    @Rfc("9989#4.7e")
    void samplesNothing() {
        Policies dns = new Policies().at("example.com", "v=DMARC1; p=reject; pct=0");
        assertEquals(DmarcPolicy.REJECT, failed(dns, "example.com").disposition());
    }

    @ParameterizedTest
    @ValueSource(strings = {"_dmarc.a.example.com", "_dmarc.example.com", "_dmarc.com", "a.example.com"})
    @Rfc("9989#5.3.6")
    void doesNotKnowWhereDnsCanNotBeAsked(String name) {
        Policies dns = new Policies()
                .at("example.com", "v=DMARC1; p=none; sp=none; np=reject")
                .failing(name);
        DmarcFinding finding = failed(dns, "a.example.com");
        assertEquals(DmarcResult.TEMPERROR, finding.result());
        assertEquals(DmarcPolicy.NONE, finding.disposition());
    }

    @Test
    @Rfc("9989#5.3.6b")
    void doesNotKnowWhereAKeyThatWouldCountCanNotBeHad() {
        Policies dns = new Policies().at("example.com", REJECT);
        DkimReport ours = Found.dkim(DkimResult.TEMPERROR, "mail.example.com");
        assertEquals(
                DmarcResult.TEMPERROR, judged(dns, "example.com", null, ours).result());
        DkimReport others = Found.dkim(DkimResult.TEMPERROR, "example.net");
        assertEquals(DmarcResult.FAIL, judged(dns, "example.com", null, others).result());
        SpfFinding spf = Found.spf(SpfResult.PASS, "example.com");
        assertEquals(DmarcResult.PASS, judged(dns, "example.com", spf, ours).result());
    }

    @Test
    @Rfc("9989#11.5")
    void takesTheStrictestPolicyOfSeveralAuthors() {
        Policies dns =
                new Policies().at("example.com", "v=DMARC1; p=quarantine").at("example.net", REJECT);
        DkimReport com = Found.dkim(DkimResult.PASS, "example.com");
        DmarcFinding finding = judged(dns, List.of("example.com", "example.net"), com);
        assertEquals(DmarcResult.FAIL, finding.result());
        assertEquals("example.net", finding.author());
        assertEquals(DmarcPolicy.REJECT, finding.disposition());
        finding = judged(dns, List.of("example.net", "example.com"), Found.UNSIGNED);
        assertEquals("example.net", finding.author());
        DkimReport both = Found.dkim(DkimResult.PASS, "example.net", "example.com");
        assertEquals(
                DmarcResult.PASS,
                judged(dns, List.of("example.com", "example.net"), both).result());
        assertEquals(
                DmarcResult.NONE,
                judged(dns, List.of("example.com", "without.example"), com).result());
    }

    @Test
    @Rfc("9989#11.5b")
    void judgesNoCrowds() {
        Policies dns = new Policies();
        DmarcFinding finding = judged(dns, List.of("a.b", "c.d", "e.f", "g.h", "i.j"), Found.UNSIGNED);
        assertEquals(DmarcResult.PERMERROR, finding.result());
        assertEquals(List.of(), dns.asked);
        assertEquals(
                DmarcResult.PERMERROR,
                new DmarcVerifier(dns, DmarcVerifier.STANDARD_TIME)
                        .verify(Authors.unknown("nobody"), null, Found.UNSIGNED)
                        .toCompletableFuture()
                        .join()
                        .result());
    }

    @Test
    void asksLittle() {
        Policies dns = new Policies().at("example.com", REJECT);
        judged(dns, "example.com", null, Found.dkim(DkimResult.PASS, "example.com"));
        assertEquals(List.of("_dmarc.example.com"), dns.asked);
        dns.asked.clear();
        String[] many = new String[10];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a.b.c.d.e.f.g.h.i" + i + ".example.net";
        }
        judged(dns, "example.com", Found.spf(SpfResult.PASS, "x.example.net"), Found.dkim(DkimResult.PASS, many));
        assertEquals(List.of("_dmarc.example.com"), dns.asked); // other top levels can't be of the organization
        dns.asked.clear();
        for (int i = 0; i < many.length; i++) {
            many[i] = "a.b.c.d.e.f.g.h.i" + i + ".other.com";
        }
        judged(dns, "example.com", Found.spf(SpfResult.PASS, "x.other.com"), Found.dkim(DkimResult.PASS, many));
        assertEquals(List.of("_dmarc.example.com", "_dmarc.com"), dns.asked);
    }

    /** Of authors and verified domains as many as there may be, all of one organization and with as many labels as cost most. */
    @Test
    @Rfc("9989#4.10")
    void asksNoMoreThanEightTimesForEachDomainAndForEachNameOnce() {
        Policies dns = new Policies().at("example.com", REJECT);
        String[] many = new String[10];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a.b.c.d.e.f.s" + i + ".t" + i + ".u" + i + ".v" + i + ".w" + i + ".x" + i + ".example.com";
        }
        List<String> authors = IntStream.range(0, 4)
                .mapToObj(i -> "a.b.c.d.e.f.g.h.i" + i + ".j" + i + ".k" + i + ".l" + i + ".m" + i + ".example.com")
                .toList();
        DmarcFinding finding =
                judged(dns, authors, Found.spf(SpfResult.PASS, "z." + many[0]), Found.dkim(DkimResult.PASS, many));
        assertEquals(DmarcResult.PASS, finding.result(), "all are of one organization");
        List<String> policies =
                dns.asked.stream().filter(name -> name.startsWith("_dmarc.")).toList();
        assertEquals(policies.size(), Set.copyOf(policies).size(), policies::toString);
        assertTrue(policies.size() <= (4 + 11) * 8, policies::toString);
        assertTrue(dns.asked.size() <= policies.size() + 4, dns.asked::toString);
    }

    @Test
    void endsInTimeAndAsksNobodyThen() {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        Resolver slow = new Resolver() {
            @Override
            public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
                asked.add(name);
                return CompletableFuture.supplyAsync(
                        () -> Answer.noData(Duration.ZERO, false),
                        CompletableFuture.delayedExecutor(80, TimeUnit.MILLISECONDS));
            }
        };
        DmarcFinding finding = new DmarcVerifier(slow, Duration.ofMillis(200))
                .verify(new Authors(List.of("a.b.c.d.e.f.example.com"), ""), null, Found.UNSIGNED)
                .toCompletableFuture()
                .join();
        assertEquals(DmarcResult.TEMPERROR, finding.result());
        assertTrue(asked.size() <= 3, asked::toString);
    }

    private static DmarcFinding failed(Policies dns, String author) {
        return judged(dns, author, null, Found.UNSIGNED);
    }

    private static DmarcFinding judged(Policies dns, String author, @Nullable SpfFinding spf, DkimReport dkim) {
        return judged(dns, List.of(author), spf, dkim);
    }

    private static DmarcFinding judged(Policies dns, List<String> authors, DkimReport dkim) {
        return judged(dns, authors, null, dkim);
    }

    private static DmarcFinding judged(Policies dns, List<String> authors, @Nullable SpfFinding spf, DkimReport dkim) {
        return new DmarcVerifier(dns, DmarcVerifier.STANDARD_TIME)
                .verify(new Authors(authors, ""), spf, dkim)
                .toCompletableFuture()
                .join();
    }
}
