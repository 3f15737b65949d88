package dev.postern.smtp.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Client;
import dev.postern.mail.Message;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.auth.Authentication;
import dev.postern.mail.auth.Authenticator;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
            """;
    private static final DmarcReports.Reporter REPORTER =
            new DmarcReports.Reporter("Example & Sons", "postmaster@mx.example", "mx.example");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T10:00:00Z"));

    @TempDir
    private Path directory;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };

    @Test
    @Rfc({"9990#3.1.1.7", "9990#3.5.2"})
    void mailsOfADayAreToldOfOnceTheDayHasEnded() throws IOException {
        try (DmarcReports reports = new DmarcReports(directory, REPORTER, clock)) {
            reports.count(judged("asks.example", "192.0.2.1"), DmarcPolicy.NONE);
            reports.count(judged("asks.example", "192.0.2.1"), DmarcPolicy.NONE);
            reports.count(judged("asks.example", "198.51.100.7"), DmarcPolicy.REJECT);
            reports.count(judged("other.example", "198.51.100.7"), DmarcPolicy.NONE);
            reports.count(judged("silent.example", "198.51.100.7"), DmarcPolicy.REJECT);
            reports.endDay();
            assertEquals(List.of(), files());
            now.set(Instant.parse("2026-11-28T00:00:30Z"));
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
        DmarcReports reports = new DmarcReports(directory, REPORTER, clock);
        reports.count(judged("asks.example", "192.0.2.1"), DmarcPolicy.NONE);
        now.set(Instant.parse("2026-11-27T11:00:00Z"));
        reports.close();
        reports.close();
        reports.count(judged("asks.example", "192.0.2.1"), DmarcPolicy.NONE);
        assertEquals(1, files().size());
        assertTrue(text(files().get(0)).contains("<count>1</count>"));
    }

    @Test
    void aDirectoryThatIsGoneHarmsNobody() throws IOException {
        DmarcReports reports = new DmarcReports(directory.resolve("gone"), REPORTER, clock);
        reports.count(judged("asks.example", "192.0.2.1"), DmarcPolicy.NONE);
        reports.close();
        assertEquals(List.of(), files());
    }

    private static AuthResults judged(String domain, String address) throws IOException {
        Authenticator authenticator = new Authenticator(
                ZoneResolver.of(ZONE), SpfLimits.STANDARD, DkimPolicy.STANDARD, "mx.example", Clock.systemUTC());
        Client client = new Client(new InetSocketAddress(address, 4711), "client.example", true, null, null);
        Authentication authentication = authenticator.begin(client, "ann@" + domain);
        Message message = Message.of(("From: ann@" + domain + "\r\n\r\nHello\r\n").getBytes(ISO_8859_1));
        try (InputStream in = message.open()) {
            authentication.update(in);
        }
        return authentication.finish().toCompletableFuture().join();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
