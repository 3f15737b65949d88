package dev.postern.smtp.tlsrpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionCountsTest {
    private static final Domain DOMAIN = Domain.parse("bank.example");
    private static final AppliedPolicy STS = new AppliedPolicy(
            AppliedPolicy.Type.STS, List.of("version: STSv1", "mode: testing"), List.of("*.mail.bank.example"));
    private static final FailureDetail EXPIRED =
            new FailureDetail(ResultType.CERTIFICATE_EXPIRED, "mx1.mail.bank.example", "192.0.2.1");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-27T23:59:59Z"));
    private final SessionCounts counts = new SessionCounts(clock);

    @Test
    @Rfc({"8460#4.1", "8460#4.4"})
    void countsByDayDomainPolicyAndKind() {
        counts.count(DOMAIN, STS, null);
        counts.count(DOMAIN, STS, null);
        counts.count(DOMAIN, STS, EXPIRED);
        counts.count(DOMAIN, STS, EXPIRED);
        counts.count(DOMAIN, STS, new FailureDetail(ResultType.STARTTLS_NOT_SUPPORTED, "mx2", null));
        assertEquals(List.of(), counts.takeFinished(), "the day is not over");
        clock.pass(Duration.ofSeconds(1));
        counts.count(DOMAIN, AppliedPolicy.NONE, null);
        DomainReport report = counts.takeFinished().get(0);
        assertEquals(
                new DomainReport(
                        DAY,
                        DOMAIN,
                        List.of(new PolicyCounts(
                                STS,
                                2,
                                Map.of(
                                        EXPIRED,
                                        2L,
                                        new FailureDetail(ResultType.STARTTLS_NOT_SUPPORTED, "mx2", null),
                                        1L)))),
                report);
        assertEquals(3, report.policies().get(0).failed());
        assertEquals(List.of(), counts.takeFinished());
        clock.pass(Duration.ofDays(1));
        assertEquals(DAY.plusDays(1), counts.takeFinished().get(0).day());
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 10_100; i++) {
            counts.count(Domain.parse("d" + i + ".example"), AppliedPolicy.NONE, null);
        }
        for (int i = 0; i < 200; i++) {
            FailureDetail detail = new FailureDetail(ResultType.VALIDATION_FAILURE, "mx" + i, null);
            counts.count(Domain.parse("d0.example"), AppliedPolicy.NONE, detail);
            counts.count(
                    Domain.parse("d1.example"),
                    new AppliedPolicy(AppliedPolicy.Type.TLSA, List.of("" + i), List.of()),
                    null);
        }
        clock.pass(Duration.ofSeconds(1));
        List<DomainReport> reports = counts.takeFinished();
        assertEquals(10_000, reports.size());
        assertTrue(reports.stream()
                .flatMap(report -> report.policies().stream())
                .allMatch(policy -> policy.failures().size() <= 100));
        assertTrue(reports.stream().allMatch(report -> report.policies().size() <= 20));
    }

    @Test
    @Rfc("8460#4.4")
    void isWrittenAsTheStandardHasIt() throws IOException {
        DomainReport report =
                new DomainReport(DAY, DOMAIN, List.of(new PolicyCounts(STS, 5_326, Map.of(EXPIRED, 100L))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReportJson("gateway.example.org", "postmaster@gateway.example.org").write(report, "5065427c-23d3", out);
        assertEquals("""
                {"organization-name":"gateway.example.org",\
                "date-range":{"start-datetime":"2026-11-27T00:00:00Z","end-datetime":"2026-11-27T23:59:59Z"},\
                "contact-info":"postmaster@gateway.example.org","report-id":"5065427c-23d3",\
                "policies":[{"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: testing"],\
                "policy-domain":"bank.example","mx-host":["*.mail.bank.example"]},\
                "summary":{"total-successful-session-count":5326,"total-failure-session-count":100},\
                "failure-details":[{"result-type":"certificate-expired",\
                "receiving-mx-hostname":"mx1.mail.bank.example","receiving-ip":"192.0.2.1",\
                "failed-session-count":100}]}]}""", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    @Rfc("8460#4.3")
    void kindsOfFailureAreCalledAsTheStandardHasThem() {
        assertEquals(
                List.of(
                        "starttls-not-supported",
                        "certificate-host-mismatch",
                        "certificate-expired",
                        "certificate-not-trusted",
                        "validation-failure",
                        "tlsa-invalid",
                        "dnssec-invalid",
                        "sts-policy-fetch-error",
                        "sts-policy-invalid",
                        "sts-webpki-invalid"),
                List.of(ResultType.values()).stream().map(ResultType::text).toList());
    }
}
