package dev.postern.smtp.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Client;
import dev.postern.mail.Message;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.auth.Authentication;
import dev.postern.mail.auth.Authenticator;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.ReportDestinations;
import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmarcReportsTest {
    private static final String ZONE = """
            asks.example. IN TXT "v=spf1 ip4:192.0.2.1 -all"
            _dmarc.asks.example. IN TXT "v=DMARC1; p=reject; rua=mailto:reports@asks.example"
            _dmarc.other.example. IN TXT "v=DMARC1; p=quarantine; rua=mailto:reports@other.example"
            _dmarc.silent.example. IN TXT "v=DMARC1; p=reject"
            _dmarc.agreed.example. IN TXT "v=DMARC1; p=none; rua=mailto:them@analyst.example,mailto:flood@victim.example"
            agreed.example._report._dmarc.analyst.example. IN TXT "v=DMARC1"
            _dmarc.flood.example. IN TXT "v=DMARC1; p=none; rua=mailto:flood@victim.example"
            _dmarc.single.example. IN TXT "v=DMARC1; p=reject; fo=1; ruf=mailto:single@single.example"
            _dmarc.both.example. IN TXT "v=DMARC1; p=reject; fo=1; ruf=mailto:single@both.example; rua=mailto:all@both.example"
            _dmarc.slow.example. IN TXT "v=DMARC1; p=none; rua=mailto:them@failing.example"
            """;
    private static final Resolver DNS =
            ZoneResolver.builder().zone(ZONE).failing("_dmarc.failing.example").build();
    private static final ReportFiles.Reporter REPORTER =
            new ReportFiles.Reporter("Example & Sons", "postmaster@mx.example", "mx.example");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-27T10:00:00Z"));

    @TempDir
    private Path directory;

    @Test
    @Rfc({"9990#3.1.1.7", "9990#3.5.2"})
    void mailsOfADayAreToldOfOnceTheDayHasEnded() throws IOException {
        try (DmarcReports reports = reports(directory)) {
            count(reports, "asks.example", "192.0.2.1", DmarcPolicy.NONE);
            count(reports, "asks.example", "192.0.2.1", DmarcPolicy.NONE);
            count(reports, "asks.example", "198.51.100.7", DmarcPolicy.REJECT);
            count(reports, "other.example", "198.51.100.7", DmarcPolicy.NONE);
            count(reports, "silent.example", "198.51.100.7", DmarcPolicy.REJECT);
            reports.endDay();
            assertEquals(List.of(), files());
            clock.set(Instant.parse("2026-11-28T00:00:30Z"));
            reports.endDay();
            List<Path> files = files();
            assertEquals(2, files.size(), files.toString());
            String name = files.get(0).getFileName().toString();
            assertTrue(name.matches("mx\\.example!asks\\.example!1795773600!1795824030![0-9a-z]+\\.xml\\.gz"), name);
            String report = text(files.get(0));
            assertTrue(report.contains("<org_name>Example &amp; Sons</org_name>"), report);
            assertTrue(report.contains("<source_ip>192.0.2.1</source_ip><count>2</count>"), report);
            assertTrue(report.contains("<source_ip>198.51.100.7</source_ip><count>1</count>"), report);
            assertTrue(report.contains("<disposition>reject</disposition>"), report);
            assertTrue(text(files.get(1)).contains("<type>local_policy</type>"), "mail is only noted");
            reports.endDay();
            assertEquals(2, files().size());
        }
        assertEquals(2, files().size(), "nothing was counted since");
    }

    @Test
    void whatWasCountedIsWrittenAtTheEnd() throws IOException {
        DmarcReports reports = reports(directory);
        count(reports, "asks.example", "192.0.2.1", DmarcPolicy.NONE);
        clock.set(Instant.parse("2026-11-27T11:00:00Z"));
        reports.close();
        reports.close();
        count(reports, "asks.example", "192.0.2.1", DmarcPolicy.NONE);
        assertEquals(1, files().size());
        assertTrue(text(files().get(0)).contains("<count>1</count>"));
    }

    @Test
    void aDirectoryThatIsGoneHarmsNobody() throws IOException {
        DmarcReports reports = reports(directory.resolve("gone"));
        count(reports, "asks.example", "192.0.2.1", DmarcPolicy.NONE);
        reports.close();
        assertEquals(List.of(), files());
    }

    @Test
    @Rfc({"9990#4b", "9990#3.5.2"})
    void theMailGoesToThoseWhoHaveAgreed() throws IOException {
        DmarcReports reports = reports(directory);
        count(reports, "agreed.example", "192.0.2.1", DmarcPolicy.NONE);
        count(reports, "flood.example", "192.0.2.1", DmarcPolicy.NONE);
        clock.set(Instant.parse("2026-11-27T11:00:00Z"));
        reports.close();
        List<Path> mails = files(".eml");
        assertEquals(1, mails.size(), "nobody gets a report of flood.example");
        assertEquals(1, files().size(), "nor is there one");
        String mail = Files.readString(mails.get(0));
        assertTrue(mail.contains("\r\nTo: them@analyst.example\r\n"), mail);
        assertTrue(mail.contains("\r\nFrom: postmaster@mx.example\r\n"), mail);
        assertTrue(
                mail.replace("\r\n ", " ")
                        .contains("Subject: Report Domain: agreed.example Submitter: mx.example Report-ID: <"),
                mail);
        assertTrue(mail.contains("Content-Type: application/gzip"), mail);
        String attached = mail.substring(mail.indexOf("application/gzip"));
        String base64 = attached.substring(attached.indexOf("\r\n\r\n"), attached.indexOf("\r\n--"));
        assertArrayEquals(
                Files.readAllBytes(files().get(0)), Base64.getMimeDecoder().decode(base64));
    }

    @Test
    void nobodyIsToldOfASingleMailWhoeverAsksForThat() throws IOException {
        DmarcReports reports = reports(directory);
        count(reports, "single.example", "192.0.2.1", DmarcPolicy.REJECT);
        count(reports, "both.example", "192.0.2.1", DmarcPolicy.REJECT);
        clock.set(Instant.parse("2026-11-27T11:00:00Z"));
        reports.close();
        assertEquals(1, files().size(), "of all mail");
        try (Stream<Path> all = Files.list(directory)) {
            assertEquals(2, all.count(), "and the mail that brings it");
        }
        String mail = Files.readString(files(".eml").get(0));
        assertTrue(mail.contains("\r\nTo: all@both.example\r\n"), mail);
        assertFalse(mail.contains("single@both.example"), mail);
    }

    @Test
    @Rfc("9990#4d")
    void aReportWaitsForNoDns() throws IOException {
        DmarcReports reports = reports(directory);
        count(reports, "slow.example", "192.0.2.1", DmarcPolicy.NONE);
        reports.close();
        assertEquals(1, files().size(), "somebody may find out later who gets it");
        assertEquals(List.of(), files(".eml"));
    }

    private DmarcReports reports(Path place) {
        return new DmarcReports(new ReportFiles(place, REPORTER), new ReportDestinations(DNS), clock);
    }

    private static void count(DmarcReports reports, String domain, String address, DmarcPolicy applied)
            throws IOException {
        CountedMail.of(judged(domain, address), applied).ifPresent(reports::count);
    }

    private static AuthResults judged(String domain, String address) throws IOException {
        Authenticator authenticator =
                new Authenticator(DNS, SpfLimits.STANDARD, DkimPolicy.STANDARD, "mx.example", Clock.systemUTC());
        Client client = new Client(new InetSocketAddress(address, 4711), "client.example", true, null, null);
        Authentication authentication = authenticator.begin(client, "ann@" + domain);
        Message message = Message.of(("From: ann@" + domain + "\r\n\r\nHello\r\n").getBytes(ISO_8859_1));
        try (InputStream in = message.open()) {
            authentication.update(in);
        }
        return authentication.finish().toCompletableFuture().join();
    }

    private List<Path> files() throws IOException {
        return files(".xml.gz");
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
